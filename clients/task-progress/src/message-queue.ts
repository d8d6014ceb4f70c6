import type { TaskProgressError } from './errors.ts';

/** So many messages wait for a reader; then the server is asked to hold. */
const fullAt = 4_096;

/** What has arrived for one iteration and is not read yet. */
export class MessageQueue<T> {
  readonly #full: () => void;
  readonly #empty: () => void;
  #messages: T[] = [];
  #isFull = false;
  #isOver = false;
  #error: TaskProgressError | undefined;
  #wake: () => void = () => undefined;

  /** @param full Called when no more should be added. @param empty Called when there is room again. */
  constructor(full: () => void, empty: () => void) {
    this.#full = full;
    this.#empty = empty;
  }

  add(message: T): void {
    this.#messages.push(message);
    if (this.#messages.length >= fullAt && !this.#isFull) {
      this.#isFull = true;
      this.#full();
    }
    this.#wake();
  }

  /** What has been added is still read. */
  end(error: TaskProgressError | undefined): void {
    this.#isOver = true;
    this.#error = error;
    this.#wake();
  }

  async *read(): AsyncGenerator<T, void, undefined> {
    while (true) {
      const messages = this.#messages;
      this.#messages = [];
      yield* messages;
      if (this.#messages.length > 0) continue;
      if (this.#isFull) {
        this.#isFull = false;
        this.#empty();
      }
      if (this.#error !== undefined) throw this.#error;
      if (this.#isOver) return;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}
