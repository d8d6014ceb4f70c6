import type { TasksBeatMessage } from './contracts.generated.ts';

/** A sender that says it will be heard again and is not, in this time, may have said something that was lost. */
export const silenceMs = 25_000;

interface Heard {
  count: number;
  /** Absent until its first beat. */
  since: string | undefined;
  at: number;
}

/** Counts the changes of each instance against what its beats say there should have been. */
export class BeatCounter {
  readonly #heard = new Map<string, Heard>();
  #lastBeat = 0;

  /** A watch is about to begin: what came before is not counted. */
  reset(now: number): void {
    this.#heard.clear();
    this.#lastBeat = now;
  }

  /** The answer to the call that began the watch. Changes may have come before it. */
  begun(beat: TasksBeatMessage, now: number): void {
    const before = this.#heard.get(beat.sender)?.count ?? 0;
    this.#heard.set(beat.sender, { count: beat.sent + before, since: beat.since, at: now });
    this.#lastBeat = now;
  }

  changed(sender: string, now: number): void {
    const heard = this.#heard.get(sender);
    if (heard === undefined) {
      this.#heard.set(sender, { count: 1, since: undefined, at: now });
    } else {
      heard.count += 1;
    }
  }

  /** Whether something was lost. */
  beat(beat: TasksBeatMessage, now: number): boolean {
    const heard = this.#heard.get(beat.sender);
    const exact = (heard?.count ?? 0) === beat.sent && (heard?.since === undefined || heard.since === beat.since);
    if (beat.continues) this.#heard.set(beat.sender, { count: beat.sent, since: beat.since, at: now });
    else this.#heard.delete(beat.sender);
    this.#lastBeat = now;
    return !exact;
  }

  /** Whether a beat is overdue. Whoever owes one is forgotten. */
  isOverdue(now: number): boolean {
    let overdue = now - this.#lastBeat > silenceMs;
    if (overdue) this.#lastBeat = now;
    for (const [sender, heard] of this.#heard) {
      if (now - heard.at > silenceMs) {
        this.#heard.delete(sender);
        overdue = true;
      }
    }
    return overdue;
  }
}
