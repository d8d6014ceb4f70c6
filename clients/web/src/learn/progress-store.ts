import { having, listOf, text, type Form } from '../kept/forms.ts';
import { keptOnDevice, type Kept } from '../kept/kept.ts';
import { isDay } from '../shared/days.ts';
import { Lookers } from '../shared/lookers.ts';
import type { Progress } from './progress.ts';

export const progressForm: Form<Progress> = having<Progress>({
  started: (value): value is string => text(value) && isDay(value),
  learnt: listOf(text),
  last: (value): value is string => value === undefined || text(value),
});

/** How far somebody is with one roadmap, as this browser keeps it: for React, and the same in all of its tabs. */
export class ProgressStore {
  readonly #kept: Kept<Progress>;
  readonly #lookers = new Lookers(() => this.#kept.listen(() => this.#show(this.#kept.read())));
  #progress: Progress | undefined;

  constructor(roadmapId: string) {
    this.#kept = keptOnDevice(`roadmap:learn:${roadmapId}`, progressForm);
    this.#progress = this.#kept.read();
  }

  readonly progress = (): Progress | undefined => this.#progress;

  readonly subscribe = (listener: () => void): (() => void) => this.#lookers.subscribe(listener);

  /** Undefined forgets it. */
  readonly keep = (progress: Progress | undefined): void => {
    this.#kept.keep(progress);
    this.#show(progress);
  };

  #show(progress: Progress | undefined): void {
    this.#progress = progress;
    this.#lookers.tell();
  }
}
