import { CloseCodes, ErrorCodes } from '../contracts.generated.ts';
import type { Refusal } from './refusal.ts';

/** What a close means for whoever was watching. */
export type CloseVerdict =
  /** The task ended, and all of it was told. */
  | { readonly name: 'over' }
  /** Coming back would get the same answer. */
  | { readonly name: 'refused'; readonly refusal: Refusal }
  /** Come back from your position; `later`: not at once. */
  | { readonly name: 'again'; readonly later: boolean };

const refusals: ReadonlyMap<number, Refusal> = new Map([
  [CloseCodes.tooLarge, { code: ErrorCodes.tooLarge, message: 'The server does not take messages of this size.' }],
  [CloseCodes.invalidRequest, { code: ErrorCodes.invalidRequest, message: 'The server does not understand what was asked for.' }],
  [CloseCodes.unauthenticated, { code: ErrorCodes.unauthenticated, message: 'There is no valid token.' }],
  [CloseCodes.forbidden, { code: ErrorCodes.forbidden, message: 'This may not be watched from here.' }],
  [CloseCodes.notFound, { code: ErrorCodes.taskNotFound, message: 'There is no such task.' }],
]);

/**
 * Judges a close by its code. As with HTTP, 44xx is the client's own fault and stays what it is, but for the two that pass; everything that
 * is not the server's word, such as a network that broke or a proxy that restarts, is worth another try.
 *
 * @param wasAnnounced Whether `closing` came first. A plain 1000 is also what a proxy says that has had enough.
 */
export function judgeClose(code: number, reason: string, wasAnnounced: boolean): CloseVerdict {
  if (code === CloseCodes.ended && wasAnnounced) return { name: 'over' };
  const isRefusal =
    code === CloseCodes.tooLarge || (code >= 4400 && code < 4500 && code !== CloseCodes.tooSlow && code !== CloseCodes.rateLimited);
  if (!isRefusal) return { name: 'again', later: code === CloseCodes.rateLimited };
  const refusal = refusals.get(code) ?? { code: ErrorCodes.invalidRequest, message: `The server closed with ${code}.` };
  return { name: 'refused', refusal: reason === '' ? refusal : { code: refusal.code, message: reason } };
}
