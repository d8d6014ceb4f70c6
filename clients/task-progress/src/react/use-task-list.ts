'use client';

import { useMemo, useSyncExternalStore } from 'react';
import type { WatchTasksRequest } from '../contracts.generated.ts';
import type { TaskProgressError } from '../errors.ts';
import type { ListedTask } from '../task-list.ts';
import { watchTasks } from '../watch-tasks.ts';
import { useTaskProgressClient } from './provider.ts';
import { Store } from './store.ts';

export interface TaskListView {
  /** Newest first; undefined until they are known. */
  readonly tasks: readonly ListedTask[] | undefined;
  /** Why the list may be old. */
  readonly error: TaskProgressError | undefined;
}

const nothing: TaskListView = { tasks: undefined, error: undefined };

/** The newest tasks, as they come and change. The first list goes over the client's connection, each further one has its own. */
export function useTaskList({
  owner,
  kind,
  status,
  limit,
}: WatchTasksRequest & { readonly limit?: number | undefined } = {}): TaskListView {
  const client = useTaskProgressClient();
  const store = useMemo(
    () =>
      new Store<TaskListView>(nothing, (change) =>
        watchTasks(client, {
          ...(owner !== undefined && { owner }),
          ...(kind !== undefined && { kind }),
          ...(status !== undefined && { status }),
          limit,
          tasks: (tasks) => change({ tasks }),
          failed: (error) => change({ error }),
        }),
      ),
    [client, owner, kind, status, limit],
  );
  return useSyncExternalStore(store.subscribe, store.value, () => nothing);
}
