import { HubMethods, TaskEventTypes, type TaskPage, type TasksBeatMessage, type WatchTasksRequest } from './contracts.generated.ts';
import { defaultBackoff, delayAfter, type BackoffOptions } from './backoff.ts';
import { BeatCounter } from './beat-counter.ts';
import type { Hub, OpenHub, ServerMessage } from './hub.ts';
import { isFinal, refusalOf } from './refusal.ts';
import { TaskList, type ListedTask } from './task-list.ts';
import { within } from './within.ts';

export interface TaskListWatchOptions {
  readonly filter: WatchTasksRequest;
  readonly limit: number;
  readonly openHub: OpenHub;
  /** Asks for the newest tasks of the same filter. */
  readonly fetchPage: (signal: AbortSignal) => Promise<TaskPage>;
  readonly tasks: (tasks: readonly ListedTask[]) => void;
  /** Why the list may be old, in words for people: a page could not be fetched, or there is no connection. Undefined: it is as it should be. */
  readonly failed: (message: string | undefined) => void;
  readonly backoff?: BackoffOptions;
  readonly random?: () => number;
}

const callTimeoutMs = 15_000;
const lookEveryMs = 5_000;
/** After a connection that lasted this long the delays start small again. */
const stableAfterMs = 5_000;
/** Losses are noticed in bursts: a page is not fetched more often. */
const fetchEveryMs = 2_000;
const notConnected = 'Not connected to the server. What you see may be old.';

/**
 * Keeps a list of tasks: watches first, then fetches; fetches again when a beat tells of a loss; and does both anew on every new connection. Without
 * a connection it shows what it could fetch.
 */
export class TaskListWatch {
  readonly #options: TaskListWatchOptions;
  readonly #counter = new BeatCounter();
  readonly #list: TaskList;
  #hub: Hub | undefined;
  #failures = 0;
  #openedAt = 0;
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
    void this.#connect();
  }

  /** The browser is online or visible again. */
  wake(): void {
    if (this.#lookTimer === undefined) return;
    if (this.#hub === undefined) void this.#connect();
    else this.#fetch();
  }

  close(): void {
    clearInterval(this.#lookTimer);
    this.#lookTimer = undefined;
    this.#leave();
    clearTimeout(this.#fetchTimer);
    this.#fetchTimer = undefined;
    this.#fetching?.abort();
    this.#fetching = undefined;
  }

  async #connect(): Promise<void> {
    this.#leave();
    this.#openedAt = Date.now();
    const hub: Hub = this.#options.openHub({ message: (message) => this.#receive(hub, message), closed: () => this.#lost(hub) });
    this.#hub = hub;
    try {
      await within(callTimeoutMs, hub.start());
      if (hub !== this.#hub) return;
      this.#counter.reset(Date.now());
      const beat = await within(callTimeoutMs, hub.invoke<TasksBeatMessage>(HubMethods.watchTasks, this.#options.filter));
      if (hub !== this.#hub) return;
      this.#counter.begun(beat, Date.now());
      this.#fetch();
    } catch (error) {
      const refusal = refusalOf(error);
      this.#lost(hub, refusal !== undefined && isFinal(refusal));
    }
  }

  #receive(hub: Hub, message: ServerMessage): void {
    if (hub !== this.#hub) return;
    const now = Date.now();
    if (message.type === TaskEventTypes.taskChanged) {
      this.#counter.changed(message.sender, now);
      const verdict = this.#list.change(message);
      if (verdict !== 'stale') this.#options.tasks(this.#list.shown);
      if (verdict === 'epoch') this.#fetch();
    } else if (message.type === TaskEventTypes.tasksBeat && this.#counter.beat(message, now)) {
      this.#fetch();
    }
  }

  /** Comes back, unless it would be refused again. Until then there is at least the list as it is now; when the first try failed, too, it says so. */
  #lost(hub: Hub, isFinalRefusal = false): void {
    if (hub !== this.#hub) return;
    this.#failures = Date.now() - this.#openedAt > stableAfterMs ? 1 : this.#failures + 1;
    this.#leave();
    if (!this.#hasPage) this.#fetch();
    if (this.#failures > 1) this.#options.failed(notConnected);
    if (!isFinalRefusal) this.#retryTimer = setTimeout(() => void this.#connect(), this.#delay(this.#failures));
  }

  #delay(failures: number): number {
    return delayAfter(failures, this.#options.backoff ?? defaultBackoff, this.#options.random ?? Math.random);
  }

  #look(): void {
    if (this.#hub !== undefined && this.#counter.isOverdue(Date.now())) this.#fetch();
  }

  /** Asks for the list, now or as soon as it may be asked for again. */
  #fetch(): void {
    const wait = this.#fetchedAt + Math.max(fetchEveryMs, this.#fetchFailures > 0 ? this.#delay(this.#fetchFailures) : 0) - Date.now();
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
        this.#options.failed(undefined);
        this.#options.tasks(this.#list.shown);
      },
      (error: unknown) => {
        if (fetching !== this.#fetching) return;
        this.#fetchFailures += 1;
        this.#options.failed(error instanceof Error ? error.message : String(error));
        this.#fetch();
      },
    );
  }

  #leave(): void {
    clearTimeout(this.#retryTimer);
    const hub = this.#hub;
    this.#hub = undefined;
    hub?.stop().catch(() => undefined);
  }
}
