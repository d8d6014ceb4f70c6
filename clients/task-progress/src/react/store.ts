/** A page that is not seen is drawn no frames, but may still say in its title how far the task is. */
const hiddenFrameMs = 100;

/** What React looks at from outside: one value, which is told at most once a frame, and what it comes from, open while somebody looks. */
export class Store<T> {
  readonly #open: (change: (part: Partial<T>) => void) => () => void;
  readonly #listeners = new Set<() => void>();
  #value: T;
  #next: T;
  #close: (() => void) | undefined;
  #closing: ReturnType<typeof setTimeout> | undefined;
  #cancelFrame: (() => void) | undefined;

  constructor(value: T, open: (change: (part: Partial<T>) => void) => () => void) {
    this.#value = this.#next = value;
    this.#open = open;
  }

  readonly value = (): T => this.#value;

  /** Strict mode leaves and comes back in the same turn: that is no reason to begin anew. */
  readonly subscribe = (listener: () => void): (() => void) => {
    clearTimeout(this.#closing);
    this.#listeners.add(listener);
    this.#close ??= this.#open((part) => this.#change(part));
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      this.#closing = setTimeout(() => {
        this.#close?.();
        this.#close = undefined;
        this.#cancelFrame?.();
        this.#cancelFrame = undefined;
      }, 0);
    };
  };

  #change(part: Partial<T>): void {
    this.#next = { ...this.#next, ...part };
    this.#cancelFrame ??= onNextFrame(() => {
      this.#cancelFrame = undefined;
      this.#value = this.#next;
      for (const listener of [...this.#listeners]) listener();
    });
  }
}

function onNextFrame(show: () => void): () => void {
  const timer = setTimeout(shown, hiddenFrameMs);
  const frame = typeof requestAnimationFrame === 'function' ? requestAnimationFrame(shown) : undefined;
  function cancel(): void {
    clearTimeout(timer);
    if (frame !== undefined) cancelAnimationFrame(frame);
  }
  function shown(): void {
    cancel();
    show();
  }
  return cancel;
}
