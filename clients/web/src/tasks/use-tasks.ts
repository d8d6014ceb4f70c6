import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { Routes, type ListedTask, type TaskPage, type WatchTasksRequest } from 'roadmap-task-progress';
import { get } from '../shared/api.ts';
import { LiveTasks, type LiveTasksView } from '../shared/live-tasks.ts';
import { OlderTasks, type Reading } from './older-tasks.ts';
import { finds } from './search.ts';

/** As many are live by themselves; the server's pages have as many. */
const pageLength = 500;

const readPage = (query: URLSearchParams, signal: AbortSignal) => get<TaskPage>(`${Routes.tasks}?${query}`, signal);

export interface Tasks extends LiveTasksView {
  /** Whether there may be more than those. */
  readonly reading: Reading;
  readonly read: () => void;
}

/** The tasks of a filter, that have a text in them if there is one: the newest at once, older ones as they are asked for. All are live. */
export function useTasks(filter: WatchTasksRequest, search: string): Tasks {
  const live = useMemo(() => new LiveTasks(filter, pageLength), [filter]);
  const older = useMemo(() => new OlderTasks({ live, filter, search, pageLength, readPage }), [live, filter, search]);
  const { tasks: newest, failure } = useSyncExternalStore(live.subscribe, live.view);
  const { tasks: loaded, reading } = useSyncExternalStore(older.subscribe, older.view);
  const found = useMemo(() => newest?.filter((task) => finds(task, search)), [newest, search]);
  const isAll = newest === undefined || newest.length < pageLength;

  // A search is for all tasks, and begins by itself.
  const begins = search !== '' && !isAll && loaded === undefined;
  useEffect(() => {
    if (begins) older.read();
  }, [begins, older]);

  const tasks: readonly ListedTask[] | undefined = loaded ?? found;
  return { tasks, failure, reading: isAll && loaded === undefined ? 'done' : begins ? 'reading' : reading, read: older.read };
}
