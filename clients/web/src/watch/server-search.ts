const everyMs = 1_000;

/** A question that hangs holds up none of those after it. */
const withinMs = 2_500;

/** A longer outage is left to the client's own, growing delays: so many pages as there are would else be a load of their own. */
const forMs = 5 * 60_000;

interface ServerSearchOptions {
  /** Whether the server answers within so many milliseconds. */
  readonly isUp: (withinMs: number) => Promise<boolean>;
  readonly isSeen: () => boolean;
  /** The server is there again. Returns whether anybody was waiting for that; else it is told once more. */
  readonly found: () => boolean;
}

/**
 * Looks for a server that is away, every second, however long an answer takes, and says once when it is back. When that leads nowhere, the
 * server is there and the fault is another: then it says so again only after the server has been away once more.
 */
export class ServerSearch {
  readonly #options: ServerSearchOptions;
  readonly #since = Date.now();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;
  #heard = 0;
  #isBack = false;
  #isOver = false;

  constructor(options: ServerSearchOptions) {
    this.#options = options;
    // Pages that lost one server do not ask for it in step.
    this.#timer = setTimeout(() => this.#look(), Math.random() * everyMs);
  }

  end(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
  }

  #look(): void {
    if (Date.now() - this.#since >= forMs) return;
    this.#timer = setTimeout(() => this.#look(), everyMs);
    if (this.#options.isSeen()) void this.#ask();
  }

  async #ask(): Promise<void> {
    const number = ++this.#asked;
    const isUp = await this.#options.isUp(withinMs);
    // An answer that a later one has overtaken says nothing of now.
    if (this.#isOver || number < this.#heard) return;
    this.#heard = number;
    this.#isBack = isUp && (this.#isBack || this.#options.found());
  }
}
