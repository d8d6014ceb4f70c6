import { ErrorCodes, Routes, TaskProgressError, type RoadmapDocument } from 'roadmap-task-progress';
import { get } from '../shared/api.ts';

/** While content is made, the roadmap changes several times a second. */
const loadEveryMs = 1_500;
const firstRetryMs = 1_000;
const lastRetryMs = 30_000;

/** Loads one roadmap when it is wanted: one request at a time, and none more often than people can read. */
export class RoadmapLoader {
  readonly #path: string;
  readonly #answered: (roadmap: RoadmapDocument | undefined) => void;
  readonly #abort = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #wanted = false;
  #loading = false;
  #lastLoad = -Infinity;
  #retryMs = firstRetryMs;

  /** @param answered Is told the roadmap whenever it was loaded, and nothing when it could not be. */
  constructor(roadmapId: string, answered: (roadmap: RoadmapDocument | undefined) => void) {
    this.#path = Routes.roadmap(roadmapId);
    this.#answered = answered;
  }

  want(): void {
    this.#wanted = true;
    if (!this.#loading) this.#schedule(this.#lastLoad + loadEveryMs - Date.now());
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#abort.abort();
  }

  #schedule(delayMs: number): void {
    this.#timer ??= setTimeout(() => void this.#load(), Math.max(0, delayMs));
  }

  async #load(): Promise<void> {
    this.#timer = undefined;
    this.#wanted = false;
    this.#loading = true;
    this.#lastLoad = Date.now();
    let delayMs: number | undefined;
    try {
      this.#answered(await get<RoadmapDocument>(this.#path, this.#abort.signal));
      this.#retryMs = firstRetryMs;
    } catch (error) {
      // The events say when a roadmap that does not exist yet will.
      const notYet = error instanceof TaskProgressError && error.code === ErrorCodes.roadmapNotFound;
      if (!notYet) delayMs = this.#retryMs * (0.5 + Math.random() / 2);
      this.#retryMs = Math.min(lastRetryMs, this.#retryMs * 2);
      if (!this.#abort.signal.aborted) this.#answered(undefined);
    }
    this.#loading = false;
    if (this.#abort.signal.aborted) return;
    if (delayMs !== undefined) this.#schedule(delayMs);
    else if (this.#wanted) this.#schedule(loadEveryMs);
  }
}
