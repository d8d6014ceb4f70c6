import type { Problem } from 'roadmap-task-progress';

/** A refusal or a failure of a REST call, in words for people. */
export class ApiError extends Error {
  /** Absent when the server could not be reached, or answered something that is not ours. */
  readonly problem: Problem | undefined;

  constructor(message: string, problem?: Problem) {
    super(message);
    this.problem = problem;
  }
}

const timeoutMs = 20_000;

export function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  return call<T>(path, { signal: signal ?? null });
}

export function post<T>(path: string, body?: object): Promise<T> {
  return call<T>(path, {
    method: 'POST',
    ...(body !== undefined && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
}

async function call<T>(path: string, request: RequestInit): Promise<T> {
  const timeout = AbortSignal.timeout(timeoutMs);
  const signal = request.signal ? AbortSignal.any([request.signal, timeout]) : timeout;
  let response: Response;
  try {
    response = await fetch(path, { ...request, signal });
  } catch {
    throw new ApiError(timeout.aborted ? 'The server did not answer in time.' : 'The server cannot be reached.');
  }
  const json: unknown = await response.json().catch(() => undefined);
  if (response.ok && json !== undefined) return json as T;
  const problem = isProblem(json) ? json : undefined;
  throw new ApiError(problem?.detail ?? `The server answered ${response.status}.`, problem);
}

function isProblem(json: unknown): json is Problem {
  return typeof json === 'object' && json !== null && 'code' in json && 'detail' in json;
}
