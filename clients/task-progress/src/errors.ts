import type { ErrorCodes, Problem } from './contracts.generated.ts';

/** One of the protocol's codes. */
export type ErrorCode = (typeof ErrorCodes)[keyof typeof ErrorCodes];

/** Codes of this client's own, beside the protocol's `ErrorCodes`. */
export type ClientErrorCode = (typeof ClientErrorCodes)[keyof typeof ClientErrorCodes];

export const ClientErrorCodes = {
  /** There is no such hub under the URL: another path, another server, or no Roadmap at all. */
  wrongUrl: 'wrong_url',
  /** The server cannot be reached, or the connection to it broke. */
  unreachable: 'unreachable',
  /** The watch, or its client, was closed before the task had ended. */
  closed: 'closed',
} as const;

const finalCodes: ReadonlySet<string> = new Set<ErrorCode | ClientErrorCode>([
  'task_not_found',
  'invalid_request',
  'forbidden',
  'unauthenticated',
  'wrong_url',
  'closed',
]);

/** What went wrong, by a code for programs and a sentence for people, and whether trying again is of any use. */
export class TaskProgressError extends Error {
  override readonly name = 'TaskProgressError';
  /** One of `ErrorCodes` or `ClientErrorCodes`, or of a later server's. */
  readonly code: ErrorCode | ClientErrorCode | (string & {});
  /** Coming back would get the same answer: there is no further try. */
  readonly final: boolean;
  /** What a REST call was answered with, such as the list of wrong fields. */
  readonly problem: Problem | undefined;
  /** How long to wait at least before the next try: as the server said (`Retry-After`), or as the code means. */
  readonly retryAfterMs: number;

  constructor(code: TaskProgressError['code'], message: string, problem?: Problem, retryAfterMs?: number) {
    super(message);
    this.code = code;
    this.final = finalCodes.has(code);
    this.problem = problem;
    this.retryAfterMs = retryAfterMs ?? (code === 'rate_limited' ? rateLimitedMs : 0);
  }
}

/** "Too many" is no matter of milliseconds. */
const rateLimitedMs = 5_000;

const marker = 'HubException: ';

/**
 * SignalR puts its own words before the text of a refused call, which is `code: sentence`. Undefined when it is no refusal of the server's.
 */
export function refusalOf(error: unknown): TaskProgressError | undefined {
  if (!(error instanceof Error)) return undefined;
  const at = error.message.lastIndexOf(marker);
  if (at < 0) return undefined;
  const match = /^([a-z_]+): (.+)$/s.exec(error.message.slice(at + marker.length));
  return match?.[1] !== undefined && match[2] !== undefined ? new TaskProgressError(match[1], match[2]) : undefined;
}

/**
 * What a connection ended of, or did not begin. Who has been connected once has the right URL: then a path that is not there any more is a
 * proxy's, whose server is away.
 */
export function connectionError(error: unknown, url: string, wasConnected: boolean): TaskProgressError {
  const refusal = refusalOf(error);
  if (refusal !== undefined) return refusal;
  const said = error instanceof Error ? error.message : '';
  const status = /negotiat.*Status code '(\d+)'/s.exec(said)?.[1];
  if (status === '401') return new TaskProgressError('unauthenticated', 'There is no valid token.');
  if (status === '403') return new TaskProgressError('forbidden', 'This may not be watched from here.');
  if (status === '429') return new TaskProgressError('rate_limited', 'There were too many connections for now.');
  if (!wasConnected && (status === '404' || status === '405' || /negotiat.*SyntaxError/s.test(said)))
    return new TaskProgressError('wrong_url', `There is no task progress hub at ${url}.`);
  return new TaskProgressError('unreachable', 'There is no connection to the server.');
}
