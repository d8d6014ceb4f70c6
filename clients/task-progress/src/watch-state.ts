import type { TaskProgressError } from './errors.ts';

/**
 * Where a watch stands.
 *
 *     connecting -> catching_up -> live      any -> ended (the task has, and all of it was told)
 *         ^             |           |        any -> refused (final)
 *         |             v           v        any -> closed
 *         +---- waiting, offline <--+
 */
export type WatchState =
  | { readonly name: 'connecting'; readonly failures: number }
  /** Subscribed; what happened before is arriving. */
  | { readonly name: 'catching_up'; readonly failures: number }
  | { readonly name: 'live' }
  /** Cut off; the next try is at `retryAt` (milliseconds since 1970). */
  | { readonly name: 'waiting'; readonly failures: number; readonly retryAt: number; readonly error: TaskProgressError }
  /** As `waiting`, but the browser says that there is no network. */
  | { readonly name: 'offline'; readonly failures: number; readonly retryAt: number; readonly error: TaskProgressError }
  /** The task ended, and its last event was told. */
  | { readonly name: 'ended' }
  /** The server will not let this task be watched. There is no further try. */
  | { readonly name: 'refused'; readonly error: TaskProgressError }
  | { readonly name: 'closed' };
