import type { TaskPage, WatchTasksRequest } from './contracts.generated.ts';
import type { TaskProgressClient } from './client.ts';
import * as Routes from './endpoints.ts';
import { callApi } from './rest.ts';
import { TaskListWatch, type TaskListHandlers } from './task-list-watch.ts';

export interface WatchTasksOptions extends WatchTasksRequest, TaskListHandlers {
  /** The newest so many; 100 when it is absent. */
  readonly limit?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

const listsOf = new WeakMap<TaskProgressClient, TaskListWatch>();

/**
 * Keeps a list of tasks as they come and change, over the client's connection. The server tells one list a connection: a newer one ends the
 * one before. Returns a function that ends it.
 */
export function watchTasks(client: TaskProgressClient, { limit = 100, signal, tasks, failed, ...filter }: WatchTasksOptions): () => void {
  listsOf.get(client)?.close();
  const query = new URLSearchParams({ ...filter, limit: String(limit) });
  const list = new TaskListWatch({
    filter,
    limit,
    tasks,
    failed,
    connection: client.connection,
    fetchPage: (signal) => callApi<TaskPage>(client.server, `${Routes.tasks}?${query}`, { signal }),
  });
  listsOf.set(client, list);
  const close = () => list.close();
  signal?.addEventListener('abort', close, { once: true });
  if (signal?.aborted !== true) list.start();
  return close;
}
