/** Delays between tries, in milliseconds. */
export interface BackoffOptions {
  /** The ceiling of the first delay; it doubles with every failure. */
  readonly baseMs: number;
  readonly capMs: number;
  /** No delay is shorter, however lucky the draw. */
  readonly floorMs: number;
}

export const defaultBackoff: BackoffOptions = { baseMs: 500, capMs: 30_000, floorMs: 100 };

/**
 * The delay after so many failures in a row (from 1): anywhere below a doubling ceiling, so that the clients of a server that restarts do
 * not come back in waves ("full jitter").
 */
export function delayAfter(failures: number, options: BackoffOptions, random: () => number): number {
  const ceiling = Math.min(options.capMs, options.baseMs * 2 ** Math.min(failures - 1, 30));
  return Math.max(options.floorMs, random() * ceiling);
}
