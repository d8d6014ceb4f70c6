import { type Problem } from './contracts.generated.ts';
import { TaskProgressError } from './errors.ts';
import type { AccessToken } from './hub.ts';

export interface Server {
  /** Without a slash at the end; empty in a page of the server's own. */
  readonly url: string;
  readonly accessToken?: AccessToken | undefined;
}

export interface ApiCall {
  readonly body?: object | undefined;
  /** `POST` when there is a body, else `GET`. */
  readonly method?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** The answer is a file of text, and no JSON. */
  readonly text?: boolean | undefined;
}

const timeoutMs = 20_000;
const noContent = 204;

/** Calls the REST API. Rejects with a `TaskProgressError` that has the server's code and words. */
export async function callApi<T>({ url, accessToken }: Server, path: string, { body, method, signal, text }: ApiCall = {}): Promise<T> {
  const timeout = AbortSignal.timeout(timeoutMs);
  let response: Response;
  try {
    const token = await accessToken?.();
    response = await fetch(url + path, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(token && { authorization: `Bearer ${token}` }),
      },
      body: body === undefined ? null : JSON.stringify(body),
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
    });
  } catch {
    throw new TaskProgressError('unreachable', timeout.aborted ? 'The server did not answer in time.' : 'The server cannot be reached.');
  }
  if (response.ok && text === true) return (await response.text()) as T;
  const json: unknown = await response.json().catch(() => undefined);
  if (response.ok && (json !== undefined || response.status === noContent)) return json as T;
  const problem = isProblem(json) ? json : undefined;
  const code = problem?.code ?? (response.status === 429 ? 'rate_limited' : 'internal_error');
  throw new TaskProgressError(code, problem?.detail ?? `The server answered ${response.status}.`, problem, retryAfterMs(response));
}

/** In seconds, as this server says it; a proxy's date is not looked at. */
function retryAfterMs(response: Response): number | undefined {
  const seconds = Number.parseInt(response.headers.get('retry-after') ?? '', 10);
  return Number.isNaN(seconds) ? undefined : seconds * 1_000;
}

function isProblem(json: unknown): json is Problem {
  return typeof json === 'object' && json !== null && 'code' in json && 'detail' in json;
}
