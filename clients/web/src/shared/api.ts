import { callApi, Routes, type ApiCall } from 'roadmap-task-progress';
import { client, clientFor, noticeRefusal } from './client.ts';
import { taskIdNow } from './route.ts';

/** REST calls. They reject with a `TaskProgressError`, which says in words for people what was refused or failed. */
export const get = <T>(path: string, signal?: AbortSignal): Promise<T> => call<T>(path, { signal });

export const post = <T>(path: string, body?: object, signal?: AbortSignal): Promise<T> => call<T>(path, { body, method: 'POST', signal });

export const remove = (path: string): Promise<void> => call<void>(path, { method: 'DELETE' });

/** A file of text. */
export const getText = (path: string): Promise<string> => call<string>(path, { text: true });

/** A task that is shown by a link is called about by that link, whatever of it the path names. */
async function call<T>(path: string, options: ApiCall): Promise<T> {
  const by = clientFor(taskIdNow());
  try {
    return await callApi<T>(by.server, path, options);
  } catch (error) {
    noticeRefusal(by, error);
    throw error;
  }
}

/** Whether the server answers at all, within so many milliseconds. */
export const isUp = (withinMs: number): Promise<boolean> =>
  fetch(client.server.url + Routes.healthLive, { cache: 'no-store', signal: AbortSignal.timeout(withinMs) }).then(
    (answer) => answer.ok,
    () => false,
  );
