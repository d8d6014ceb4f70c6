import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { ListedTask, WatchTasksRequest } from 'roadmap-task-progress';
import { LiveTasks, type LiveTasksView } from '../shared/live-tasks.ts';
import { OlderTasks } from './older-tasks.ts';

/** As many are live. */
const pageLength = 500;

export interface Tasks extends LiveTasksView {
  readonly older: 'none' | 'unread' | 'reading' | 'failed';
  readonly readOlder: () => void;
  readonly hasOlder: boolean;
}

const nothingOlder: { readonly tasks: readonly ListedTask[]; readonly state: Tasks['older'] } = { tasks: [], state: 'unread' };

/** The tasks of a filter: the newest live, older ones as they are asked for. */
export function useTasks(filter: WatchTasksRequest): Tasks {
  const live = useMemo(() => new LiveTasks(filter, pageLength), [filter]);
  const pages = useMemo(() => new OlderTasks(filter, pageLength), [filter]);
  const { tasks: newest, failure } = useSyncExternalStore(live.subscribe, live.view);
  const [older, setOlder] = useState(nothingOlder);
  useEffect(() => setOlder(nothingOlder), [pages]);

  const tasks = useMemo(() => {
    if (newest === undefined) return undefined;
    const known = new Set(newest.map((task) => task.task_id));
    return [...newest, ...older.tasks.filter((task) => !known.has(task.task_id))];
  }, [newest, older.tasks]);

  const readOlder = () => {
    setOlder((before) => ({ ...before, state: 'reading' }));
    pages.read().then(
      (page) => setOlder((before) => ({ tasks: [...before.tasks, ...page.tasks], state: page.hasMore ? 'unread' : 'none' })),
      () => setOlder((before) => ({ ...before, state: 'failed' })),
    );
  };

  const isAll = newest === undefined || newest.length < pageLength;
  return { tasks, failure, older: isAll ? 'none' : older.state, readOlder, hasOlder: older.tasks.length > 0 };
}
