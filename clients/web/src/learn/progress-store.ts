import { Lookers } from '../shared/lookers.ts';
import { isDay } from '../shared/days.ts';
import type { Progress } from './progress.ts';

/** How far somebody is with one roadmap, as this browser keeps it: for React, and the same in all of its tabs. */
export class ProgressStore {
  readonly #key: string;
  readonly #lookers = new Lookers(() => {
    const heard = (event: StorageEvent) => {
      if (event.key === this.#key || event.key === null) this.#read();
    };
    addEventListener('storage', heard);
    return () => removeEventListener('storage', heard);
  });
  #progress: Progress | undefined;

  constructor(roadmapId: string) {
    this.#key = `roadmap:learn:${roadmapId}`;
    this.#progress = load(this.#key);
  }

  readonly progress = (): Progress | undefined => this.#progress;

  readonly subscribe = (listener: () => void): (() => void) => this.#lookers.subscribe(listener);

  /** Undefined forgets it. A browser that keeps nothing has it until the page is closed. */
  readonly keep = (progress: Progress | undefined): void => {
    this.#progress = progress;
    try {
      if (progress === undefined) localStorage.removeItem(this.#key);
      else localStorage.setItem(this.#key, JSON.stringify(progress));
    } catch {
      // Nothing is lost that is on the screen.
    }
    this.#lookers.tell();
  };

  #read(): void {
    this.#progress = load(this.#key);
    this.#lookers.tell();
  }
}

function load(key: string): Progress | undefined {
  try {
    return progressOf(JSON.parse(localStorage.getItem(key) ?? 'null'));
  } catch {
    return undefined;
  }
}

/** What is kept may be of another version of this page, or anybody's. */
export function progressOf(kept: unknown): Progress | undefined {
  if (typeof kept !== 'object' || kept === null) return undefined;
  const { started, learnt, last } = kept as Record<string, unknown>;
  if (typeof started !== 'string' || !isDay(started) || !Array.isArray(learnt)) return undefined;
  return {
    started,
    learnt: learnt.filter((id) => typeof id === 'string'),
    ...(typeof last === 'string' && { last }),
  };
}
