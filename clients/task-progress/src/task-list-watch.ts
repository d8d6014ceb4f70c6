import type { TaskChangedMessage, TaskPage, TasksBeatMessage, WatchTasksRequest } from './contracts.generated.ts';
import { delayAfter, type Delays } from './backoff.ts';
import { BeatCounter } from './beat-counter.ts';
import type { Connection, ConnectionState, ConnectionUser } from './connection.ts';
import { TaskProgressError } from './errors.ts';
import type { ServerMessage } from './hub.ts';
import { tell } from './report.ts';
import { TaskList, type ListedTask } from './task-list.ts';

export interface TaskListHandlers {
  readonly tasks: (tasks: readonly ListedTask[]) => void;
  /** Why the list may be old: a page could not be fetched, or there is no connection. Undefined: it is as it should be. */
  readonly failed?: ((error: TaskProgressError | undefined) => void) | undefined;
  /** Each change as it comes, also that of a task which is not among the newest: for whoever shows older ones beside them. */
  readonly changed?: ((change: TaskChangedMessage) => void) | undefined;
  /** The newest were fetched, at the beginning and whenever changes may have been lost: then those of older tasks may be, too. */
  readonly fetched?: (() => void) | undefined;
}

export interface TaskListWatchOptions extends TaskListHandlers, Delays {
  readonly filter: WatchTasksRequest;
  /** The newest so many. */
  readonly limit: number;
  readonly connection: Connection;
  /** Asks for the newest tasks of the same filter. Rejects with a `TaskProgressError`. */
  readonly fetchPage: (signal: AbortSignal) => Promise<TaskPage>;
}

const lookEveryMs = 5_000;
/** Losses are noticed in bursts: a page is not fetched more often. */
const fetchEveryMs = 2_000;
/** Who was told that it may watch no list now asks again so much later. */
const againMs = 10_000;

/**
 * Keeps a list of tasks: watches first, then fetches; fetches again when a beat tells of a loss; and does both anew on every new
 * connection. Without a connection it shows what it could fetch.
 */
export class TaskListWatch implements ConnectionUser {
  readonly #options: TaskListWatchOptions;
  readonly #counter = new BeatCounter();
  readonly #list: TaskList;
  #isConnected = false;
  #watching = 0;
  #fetchedAt = -Infinity;
  #fetchFailures = 0;
  #hasPage = false;
  #fetching: AbortController | undefined;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #fetchTimer: ReturnType<typeof setTimeout> | undefined;
  #lookTimer: ReturnType<typeof setInterval> | undefined;

  constructor(options: TaskListWatchOptions) {
    this.#options = options;
    this.#list = new TaskList({ limit: options.limit, ...(options.filter.status !== undefined && { status: options.filter.status }) });
  }

  start(): void {
    if (this.#lookTimer !== undefined) return;
    this.#lookTimer = setInterval(() => this.#look(), lookEveryMs);
    this.#options.connection.join(this);
  }

  close(): void {
    if (this.#lookTimer === undefined) return;
    clearInterval(this.#lookTimer);
    this.#lookTimer = undefined;
    if (this.#isConnected) this.#options.connection.invoke('UnwatchTasks').catch(() => undefined);
    this.#lost();
    this.#options.connection.leave(this);
    clearTimeout(this.#fetchTimer);
    this.#fetchTimer = undefined;
    this.#fetching?.abort();
    this.#fetching = undefined;
  }

  /** Without a connection there is at least the list as it is now; a connection that is back at once is nothing to tell. */
  connectionChanged(state: ConnectionState): void {
    if (state.name === 'connected') {
      this.#isConnected = true;
      void this.#watch();
      return;
    }
    this.#lost();
    if (state.name === 'connecting' || state.name === 'idle') return;
    if (!this.#hasPage) this.#fetch();
    if (state.name === 'refused' || state.name === 'offline' || (state.name === 'waiting' && state.failures > 1)) this.#failed(state.error);
  }

  message(message: ServerMessage): void {
    const now = Date.now();
    if (message.type === 'task_changed') {
      this.#counter.changed(message.sender, now);
      const verdict = this.#list.change(message);
      if (this.#options.changed !== undefined) tell(this.#options.changed, message);
      if (verdict !== 'stale') tell(this.#options.tasks, this.#list.shown);
      if (verdict === 'epoch') this.#fetch();
    } else if (message.type === 'tasks_beat' && this.#counter.beat(message, now)) {
      this.#fetch();
    }
  }

  async #watch(): Promise<void> {
    const watching = (this.#watching += 1);
    this.#counter.reset(Date.now());
    try {
      const beat = await this.#options.connection.invoke<TasksBeatMessage>('WatchTasks', this.#options.filter);
      if (watching !== this.#watching) return;
      this.#counter.begun(beat, Date.now());
      this.#fetch();
    } catch (error) {
      if (watching !== this.#watching || !(error instanceof TaskProgressError) || error.code === 'unreachable') return;
      if (!this.#hasPage) this.#fetch();
      if (error.final) this.#failed(error);
      else this.#retryTimer = setTimeout(() => void this.#watch(), againMs);
    }
  }

  #lost(): void {
    this.#isConnected = false;
    this.#watching += 1;
    clearTimeout(this.#retryTimer);
  }

  #failed(error: TaskProgressError | undefined): void {
    if (this.#options.failed !== undefined) tell(this.#options.failed, error);
  }

  #look(): void {
    if (this.#isConnected && this.#counter.isOverdue(Date.now())) this.#fetch();
  }

  /** Asks for the list, now or as soon as it may be asked for again. */
  #fetch(): void {
    const pause = this.#fetchFailures > 0 ? delayAfter(this.#fetchFailures, this.#options) : 0;
    const wait = this.#fetchedAt + Math.max(fetchEveryMs, pause) - Date.now();
    if (wait <= 0) this.#fetchNow();
    else this.#fetchTimer ??= setTimeout(() => this.#fetchNow(), wait);
  }

  /** One that is under way may be too old. */
  #fetchNow(): void {
    clearTimeout(this.#fetchTimer);
    this.#fetchTimer = undefined;
    this.#fetching?.abort();
    const fetching = (this.#fetching = new AbortController());
    this.#fetchedAt = Date.now();
    this.#list.asking();
    this.#options.fetchPage(fetching.signal).then(
      (page) => {
        if (fetching !== this.#fetching) return;
        this.#hasPage = true;
        this.#fetchFailures = 0;
        this.#list.page(page.tasks);
        this.#failed(undefined);
        tell(this.#options.tasks, this.#list.shown);
        if (this.#options.fetched !== undefined) tell(this.#options.fetched, undefined);
      },
      (error: unknown) => {
        if (fetching !== this.#fetching) return;
        this.#fetchFailures += 1;
        this.#failed(error as TaskProgressError);
        this.#fetch();
      },
    );
  }
}
