/** Delays between tries, in milliseconds. */
export interface BackoffOptions {
  /** The ceiling of the first delay; it doubles with every failure. */
  readonly baseMs: number;
  readonly capMs: number;
  /** No delay is shorter, however lucky the draw. */
  readonly floorMs: number;
}

/** What a class that waits between tries is given. */
export interface Delays {
  readonly backoff?: BackoffOptions | undefined;
  readonly random?: (() => number) | undefined;
}

const defaultBackoff: BackoffOptions = { baseMs: 500, capMs: 30_000, floorMs: 100 };

/**
 * The delay after so many failures in a row (from 1): anywhere below a doubling ceiling, so that the clients of a server that restarts do
 * not come back in waves ("full jitter"); and not before the server wants them back.
 */
export function delayAfter(failures: number, { backoff = defaultBackoff, random = Math.random }: Delays, leastMs = 0): number {
  return Math.max(backoff.floorMs, leastMs, random() * Math.min(backoff.capMs, backoff.baseMs * 2 ** (failures - 1)));
}
