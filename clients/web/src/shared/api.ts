import { callApi, Routes } from 'roadmap-task-progress';
import { client } from './client.ts';

/** REST calls. They reject with a `TaskProgressError`, which says in words for people what was refused or failed. */
export const get = <T>(path: string, signal?: AbortSignal): Promise<T> => callApi<T>(client.server, path, { signal });

export const post = <T>(path: string, body?: object, signal?: AbortSignal): Promise<T> =>
  callApi<T>(client.server, path, { body, method: 'POST', signal });

export const remove = (path: string): Promise<void> => callApi<void>(client.server, path, { method: 'DELETE' });

/** A file of text. */
export const getText = (path: string): Promise<string> => callApi<string>(client.server, path, { text: true });

/** Whether the server answers at all, within so many milliseconds. */
export const isUp = (withinMs: number): Promise<boolean> =>
  fetch(client.server.url + Routes.healthLive, { cache: 'no-store', signal: AbortSignal.timeout(withinMs) }).then(
    (answer) => answer.ok,
    () => false,
  );
