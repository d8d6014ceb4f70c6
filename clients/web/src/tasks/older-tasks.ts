import type { ListedTask, TaskChangedMessage, TaskPage, WatchTasksRequest } from 'roadmap-task-progress';
import type { LiveTasks, TaskFollower } from '../shared/live-tasks.ts';
import { Lookers } from '../shared/lookers.ts';
import { compare, LoadedTasks } from './loaded-tasks.ts';
import { finds } from './search.ts';

export type Reading = 'unread' | 'reading' | 'failed' | 'done';

export interface OlderTasksView {
  /** All that were read, the newest among them; undefined until somebody has asked for older ones. */
  readonly tasks: readonly ListedTask[] | undefined;
  /** Whether there may be more. */
  readonly reading: Reading;
}

export interface OlderTasksOptions {
  readonly live: Pick<LiveTasks, 'followers' | 'view'>;
  readonly filter: WatchTasksRequest;
  /** Empty: all of the filter. */
  readonly search: string;
  readonly pageLength: number;
  readonly readPage: (query: URLSearchParams, signal: AbortSignal) => Promise<TaskPage>;
}

/** So many are looked for before somebody has to ask for more. */
const foundAtOnce = 50;
const againMs = 5_000;

/**
 * The tasks before the newest, a page at a time; or with a search, those that have it, for which the server looks through all of them some
 * thousands at a time. What was read follows the live list. When changes may be lost it is read again page by page, and stays in its place
 * until then. An external store for React.
 */
export class OlderTasks implements TaskFollower {
  readonly #options: OlderTasksOptions;
  readonly #loaded: LoadedTasks;
  readonly #lookers: Lookers;
  #view: OlderTasksView = { tasks: undefined, reading: 'unread' };
  #cursor: string | undefined;
  /** What was read may have changed unheard. */
  #isOld = false;
  /** Somebody waits for more. */
  #isWanted = false;
  #under: AbortController | undefined;
  #againTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: OlderTasksOptions) {
    const { filter, search } = (this.#options = options);
    this.#loaded = new LoadedTasks((task) => (filter.status === undefined || task.status === filter.status) && finds(task, search));
    this.#lookers = new Lookers(() => this.#open());
  }

  readonly view = (): OlderTasksView => this.#view;

  readonly subscribe = (listener: () => void): (() => void) => this.#lookers.subscribe(listener);

  /** Reads on, from where it has come to. */
  readonly read = (): void => {
    if (this.#isWanted || this.#view.reading === 'done') return;
    this.#isWanted = true;
    this.#takeNewest({ reading: 'reading' });
    this.#next();
  };

  changed(change: TaskChangedMessage): void {
    if (this.#view.tasks === undefined) return;
    const verdict = this.#loaded.change(change, this.#view.reading === 'done');
    if (verdict !== 'stale') this.#show({});
    if (verdict === 'epoch') this.fetched();
  }

  fetched(): void {
    if (this.#view.tasks === undefined) return;
    this.#takeNewest({});
    this.#isOld = true;
    this.#next();
  }

  #open(): () => void {
    this.#options.live.followers.add(this);
    // Nobody told what has happened meanwhile.
    this.fetched();
    return () => {
      this.#options.live.followers.delete(this);
      clearTimeout(this.#againTimer);
      this.#under?.abort();
      this.#under = undefined;
    };
  }

  #takeNewest(part: Partial<OlderTasksView>): void {
    this.#loaded.take(this.#options.live.view().tasks ?? []);
    this.#show(part);
  }

  /** One thing at a time, and before more is read that which was read is put right: its end is where the rest begins. */
  #next(): void {
    if (this.#under !== undefined || !(this.#isOld || this.#isWanted)) return;
    clearTimeout(this.#againTimer);
    const under = (this.#under = new AbortController());
    const isAgain = this.#isOld;
    this.#isOld = false;
    (isAgain ? this.#readAgain(under.signal) : this.#readOn(under.signal)).then(
      () => {
        if (this.#under !== under) return;
        this.#under = undefined;
        if (this.#view.reading !== 'reading') this.#isWanted = false;
        this.#next();
      },
      () => {
        if (this.#under !== under) return;
        this.#under = undefined;
        if (isAgain) {
          this.#isOld = true;
          this.#againTimer = setTimeout(() => this.#next(), againMs);
        } else {
          this.#isWanted = false;
          this.#show({ reading: 'failed' });
          this.#next();
        }
      },
    );
  }

  /** Until there is something new: the newest are known, and an empty page says that there is more all the same. */
  async #readOn(signal: AbortSignal): Promise<void> {
    for (let found = 0; this.#view.reading === 'reading'; ) {
      const page = await this.#page(this.#cursor, signal);
      found += this.#loaded.take(page.tasks);
      this.#cursor = page.next_cursor;
      const isEnough = found >= (this.#options.search !== '' ? foundAtOnce : 1);
      this.#show({ reading: this.#cursor === undefined ? 'done' : isEnough ? 'unread' : 'reading' });
    }
  }

  /** From the newest to the oldest that is shown. What no page has goes at the end, so that nothing jumps on the way. */
  async #readAgain(signal: AbortSignal): Promise<void> {
    this.#loaded.beginReading();
    const oldest = this.#loaded.rows.at(-1);
    const seen = new Set<string>();
    let cursor: string | undefined;
    let last: ListedTask | undefined;
    do {
      const page: TaskPage = await this.#page(cursor, signal);
      this.#loaded.take(page.tasks);
      for (const task of page.tasks) seen.add(task.task_id);
      last = page.tasks.at(-1) ?? last;
      cursor = page.next_cursor;
      this.#show({});
    } while (cursor !== undefined && oldest !== undefined && (last === undefined || compare(last, oldest) < 0));
    this.#loaded.keepOnly(seen);
    this.#cursor = cursor;
    this.#show({ reading: cursor === undefined ? 'done' : this.#isWanted ? 'reading' : 'unread' });
  }

  #page(cursor: string | undefined, signal: AbortSignal): Promise<TaskPage> {
    const { filter, search, pageLength, readPage } = this.#options;
    const query = { ...filter, ...(search !== '' && { search }), limit: `${pageLength}`, ...(cursor !== undefined && { cursor }) };
    return readPage(new URLSearchParams(query), signal);
  }

  #show(part: Partial<OlderTasksView>): void {
    this.#view = { ...this.#view, tasks: this.#loaded.rows, ...part };
    this.#lookers.tell();
  }
}
