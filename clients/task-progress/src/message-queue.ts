import type { TaskProgressError } from './errors.ts';

/** So many messages wait for a reader; then the server is asked to hold. */
const fullAt = 4_096;

interface Reader<T> {
  resolve(result: IteratorResult<T, undefined>): void;
  reject(error: unknown): void;
}

/** What has arrived for one iteration and is not read yet. */
export class MessageQueue<T> implements AsyncIterableIterator<T, undefined> {
  readonly #full: () => void;
  readonly #empty: () => void;
  readonly #closed: (queue: MessageQueue<T>) => void;
  #readers: Reader<T>[] = [];
  #messages: T[] = [];
  #next = 0;
  #isFull = false;
  #isOver = false;
  #error: TaskProgressError | undefined;

  /**
   * @param full Called when no more should be added.
   * @param empty Called when there is room again.
   * @param closed Called when nobody reads any more.
   */
  constructor(full: () => void, empty: () => void, closed: (queue: MessageQueue<T>) => void) {
    this.#full = full;
    this.#empty = empty;
    this.#closed = closed;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  add(message: T): void {
    const reader = this.#readers.shift();
    if (reader !== undefined) return reader.resolve({ value: message, done: false });
    if (this.#messages.push(message) - this.#next < fullAt || this.#isFull) return;
    this.#isFull = true;
    this.#full();
  }

  /** What has been added is still read. */
  end(error: TaskProgressError | undefined): void {
    this.#isOver = true;
    this.#error = error;
    for (const reader of this.#readers.splice(0)) this.#finish(reader);
  }

  async next(): Promise<IteratorResult<T, undefined>> {
    if (this.#next < this.#messages.length) return { value: this.#messages[this.#next++]!, done: false };
    this.#messages = [];
    this.#next = 0;
    if (this.#isFull) {
      this.#isFull = false;
      this.#empty();
    }
    return new Promise((resolve, reject) => {
      this.#readers.push({ resolve, reject });
      if (this.#isOver) this.end(this.#error);
    });
  }

  return(): Promise<IteratorResult<T, undefined>> {
    this.#messages = [];
    this.end(undefined);
    this.#closed(this);
    return this.next();
  }

  /** The error is thrown once. */
  #finish(reader: Reader<T>): void {
    if (this.#error === undefined) return reader.resolve({ value: undefined, done: true });
    reader.reject(this.#error);
    this.#error = undefined;
  }
}
