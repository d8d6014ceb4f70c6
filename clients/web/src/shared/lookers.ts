/** Those who look at an external store for React: what it shows is watched as long as there are any. */
export class Lookers {
  readonly #listeners = new Set<() => void>();
  readonly #open: () => () => void;
  #close: () => void = () => undefined;

  /** @param open Begins to watch; returns a function that ends it. */
  constructor(open: () => () => void) {
    this.#open = open;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    if (this.#listeners.size === 1) this.#close = this.#open();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#close();
    };
  };

  tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
