import type { TaskPage, WatchTasksRequest } from './contracts.generated.ts';
import { TaskProgressClient } from './client.ts';
import * as Routes from './endpoints.ts';
import { callApi } from './rest.ts';
import { TaskListWatch, type TaskListHandlers } from './task-list-watch.ts';

export interface WatchTasksOptions extends WatchTasksRequest, TaskListHandlers {
  /** The newest so many; 100 when it is absent. */
  readonly limit?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The list that goes over the client's own connection. */
const listsOf = new WeakMap<TaskProgressClient, TaskListWatch>();

/**
 * Keeps a list of tasks as they come and change, over the client's connection. The server tells one list a connection: each further list
 * has one of its own. Returns a function that ends it.
 */
export function watchTasks(
  client: TaskProgressClient,
  { limit = 100, signal, tasks, failed, changed, fetched, ...filter }: WatchTasksOptions,
): () => void {
  const own = listsOf.has(client) ? new TaskProgressClient(client.options) : undefined;
  const query = new URLSearchParams({ ...filter, limit: String(limit) });
  const list = new TaskListWatch({
    filter,
    limit,
    tasks,
    failed,
    changed,
    fetched,
    connection: (own ?? client).connection,
    fetchPage: (signal) => callApi<TaskPage>(client.server, `${Routes.tasks}?${query}`, { signal }),
  });
  if (own === undefined) listsOf.set(client, list);
  const close = () => {
    list.close();
    own?.close();
    client.closing.delete(close);
    if (listsOf.get(client) === list) listsOf.delete(client);
  };
  client.closing.add(close);
  signal?.addEventListener('abort', close, { once: true });
  if (signal?.aborted === true) close();
  else list.start();
  return close;
}
