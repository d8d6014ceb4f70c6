/** So many tries a minute at most, whatever the server does and however often the network comes and goes. */
const attemptsPerMinute = 8;
const minuteMs = 60_000;

/** Counts tries to connect over the last minute. */
export class AttemptBudget {
  #tries: number[] = [];

  spend(now: number): void {
    this.#tries = [...this.#tries.filter((at) => at > now - minuteMs), now];
  }

  /** How long until there may be another one. */
  waitMs(now: number): number {
    const oldest = this.#tries.at(-attemptsPerMinute);
    return oldest === undefined ? 0 : Math.max(0, oldest + minuteMs - now);
  }
}
