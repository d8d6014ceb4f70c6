/** A watch over the network, which tries again at once when it is woken. */
interface Wakeable {
  start(): void;
  wake(): void;
  close(): void;
}

/** Those who look at an external store for React: its watch goes on while there are any, and is woken when the page or the network comes back. */
export class Lookers {
  readonly #listeners = new Set<() => void>();
  readonly #watch: Wakeable;
  readonly #closed: () => void;

  /** @param closed Called when nobody looks any more. */
  constructor(watch: Wakeable, closed: () => void = () => {}) {
    this.#watch = watch;
    this.#closed = closed;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    if (this.#listeners.size === 1) this.#open();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#close();
    };
  };

  tell(): void {
    for (const listener of this.#listeners) listener();
  }

  readonly #wake = (): void => {
    if (document.visibilityState === 'visible') this.#watch.wake();
  };

  #open(): void {
    document.addEventListener('visibilitychange', this.#wake);
    window.addEventListener('online', this.#wake);
    this.#watch.start();
  }

  #close(): void {
    document.removeEventListener('visibilitychange', this.#wake);
    window.removeEventListener('online', this.#wake);
    this.#watch.close();
    this.#closed();
  }
}
