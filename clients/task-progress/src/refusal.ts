import { ErrorCodes } from './contracts.generated.ts';

/** Why the server refused something: a code of the protocol and a sentence for people. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
}

const finalCodes: ReadonlySet<string> = new Set([
  ErrorCodes.taskNotFound,
  ErrorCodes.invalidRequest,
  ErrorCodes.forbidden,
  ErrorCodes.unauthenticated,
]);

/** Coming back would get the same answer. */
export function isFinal(refusal: Refusal): boolean {
  return finalCodes.has(refusal.code);
}

const marker = 'HubException: ';

/** SignalR puts its own words before the text of a refused call, which is `code: sentence`. Undefined when it is no refusal of ours. */
export function refusalOf(error: unknown): Refusal | undefined {
  if (!(error instanceof Error)) return undefined;
  const at = error.message.lastIndexOf(marker);
  if (at < 0) return undefined;
  const match = /^([a-z_]+): (.+)$/s.exec(error.message.slice(at + marker.length));
  return match?.[1] !== undefined && match[2] !== undefined ? { code: match[1], message: match[2] } : undefined;
}
