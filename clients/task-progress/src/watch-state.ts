import type { Refusal } from './refusal.ts';

/**
 * Where a watch stands.
 *
 *     connecting -> catching_up -> live
 *         ^             |           |
 *         |             v           v
 *         +---------- waiting <-----+        any -> refused (final)   any -> closed
 */
export type WatchState =
  | { readonly name: 'connecting'; readonly failures: number }
  /** Subscribed; what happened before is arriving. */
  | { readonly name: 'catching_up'; readonly failures: number }
  | { readonly name: 'live' }
  /** Not connected; the next try is at `retryAt` (milliseconds since 1970). */
  | { readonly name: 'waiting'; readonly failures: number; readonly retryAt: number; readonly refusal: Refusal | undefined }
  /** The server will not let this task be watched. There is no further try. */
  | { readonly name: 'refused'; readonly refusal: Refusal }
  | { readonly name: 'closed' };
