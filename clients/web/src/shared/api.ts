import { callApi, Routes } from 'roadmap-task-progress';
import { client } from './client.ts';

/** REST calls. They reject with a `TaskProgressError`, which says in words for people what was refused or failed. */
export const get = <T>(path: string, signal?: AbortSignal): Promise<T> => callApi<T>(client.server, path, { signal });

export const post = <T>(path: string, body?: object, signal?: AbortSignal): Promise<T> =>
  callApi<T>(client.server, path, { body, method: 'POST', signal });

/** Whether the server answers at all, within so many milliseconds. */
export const isUp = (withinMs: number): Promise<boolean> =>
  fetch(client.server.url + Routes.healthLive, { cache: 'no-store', signal: AbortSignal.timeout(withinMs) }).then(
    (answer) => answer.ok,
    () => false,
  );
