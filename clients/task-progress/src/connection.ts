import type { HubMethods } from './contracts.generated.ts';
import { AttemptBudget } from './attempt-budget.ts';
import { delayAfter, type Delays } from './backoff.ts';
import { connectionError, refusalOf, TaskProgressError } from './errors.ts';
import type { Hub, OpenHub, ServerMessage } from './hub.ts';
import { within } from './within.ts';

/** Where the one connection stands that all watches share. It is open only while somebody watches. */
export type ConnectionState =
  | { readonly name: 'idle' }
  | { readonly name: 'connecting'; readonly failures: number }
  | { readonly name: 'connected' }
  /** The next try is at `retryAt`, in milliseconds since 1970. */
  | { readonly name: 'waiting'; readonly failures: number; readonly retryAt: number; readonly error: TaskProgressError }
  /** As `waiting`, but the browser says that there is no network. */
  | { readonly name: 'offline'; readonly failures: number; readonly retryAt: number; readonly error: TaskProgressError }
  /** There is no further try. */
  | { readonly name: 'refused'; readonly error: TaskProgressError }
  | { readonly name: 'closed' };

/** Something that goes over the connection: the watch of a task, or of the list of tasks. */
export interface ConnectionUser {
  /** The task whose messages it gets. Absent: those that are of no task. */
  readonly taskId?: string;
  /** Whenever the connection's state has changed, and once at the beginning. */
  connectionChanged(state: ConnectionState): void;
  message(message: ServerMessage): void;
}

type HubMethod = (typeof HubMethods)[keyof typeof HubMethods];

export interface ConnectionOptions extends Delays {
  readonly openHub: OpenHub;
  /** For error messages. */
  readonly url?: string;
}

const callTimeoutMs = 15_000;
/** After a connection that lasted this long the delays start small again. */
const stableAfterMs = 5_000;
/** A connection that does not answer in this time, after a sleep, is dead. */
const wakePingMs = 5_000;
/** Who is offline is told so within a second; half of it is left for timers that a busy page holds up, and to draw it. */
const offlinePingMs = 500;
const wakeIntervalMs = 3_000;
/** Without a network only a server on the same machine is tried for: the tries are kept for when the network is back. */
const offlineMs = 10_000;
/** A page that goes from one task to another keeps the connection. */
const lingerMs = 500;

/** One connection to the hub, made again whenever it breaks, for any number of watches. */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #tasks = new Map<string, ConnectionUser>();
  readonly #others = new Set<ConnectionUser>();
  readonly #budget = new AttemptBudget();
  #state: ConnectionState = { name: 'idle' };
  #hub: Hub | undefined;
  #failures = 0;
  #wasConnected = false;
  #openedAt = 0;
  #lastTry = -Infinity;
  /** What the server said before it closed. */
  #said: TaskProgressError | undefined;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #lingerTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  get state(): ConnectionState {
    return this.#state;
  }

  /** Connects when it is the first one. There is one user a task at most. */
  join(user: ConnectionUser): void {
    clearTimeout(this.#lingerTimer);
    if (user.taskId === undefined) this.#others.add(user);
    else this.#tasks.set(user.taskId, user);
    if (this.#state.name === 'idle') this.#connectWhenAllowed();
    else user.connectionChanged(this.#state);
  }

  leave(user: ConnectionUser): void {
    if (user.taskId === undefined) this.#others.delete(user);
    else if (this.#tasks.get(user.taskId) === user) this.#tasks.delete(user.taskId);
    if (this.#tasks.size + this.#others.size > 0) return;
    clearTimeout(this.#lingerTimer);
    const { name } = this.#state;
    if (/waiting|offline/.test(name)) this.#rest({ name: 'idle' });
    else if (/connect/.test(name)) this.#lingerTimer = setTimeout(() => this.#rest({ name: 'idle' }), lingerMs);
  }

  /** Rejects with the server's refusal, or because the connection is over, of which every user is told then. */
  async invoke<T>(method: HubMethod, ...args: unknown[]): Promise<T> {
    const hub = this.#hub;
    if (hub === undefined || this.#state.name !== 'connected') throw connectionError(undefined, '', true);
    try {
      return await within(callTimeoutMs, hub.invoke<T>(method, ...args));
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal === undefined) this.#lost(hub, error);
      throw refusal ?? connectionError(error, this.#options.url ?? '', true);
    }
  }

  /** Connects now instead of after the delay, also after a refusal. */
  reconnect(): void {
    if (/waiting|offline|refused/.test(this.#state.name)) void this.#connect();
  }

  /** The browser is online, visible or back again: a sleeping timer or a connection that died unnoticed should not cost anybody time. */
  wake(): void {
    const now = Date.now();
    if (now - this.#lastTry < wakeIntervalMs) return;
    if (/waiting|offline/.test(this.#state.name)) {
      if (this.#budget.waitMs(now) === 0) void this.#connect();
    } else {
      this.#lastTry = now;
      this.#probe(wakePingMs);
    }
  }

  /** The network is back: however long ago the last try was. */
  online(): void {
    if (this.#state.name === 'offline' && this.#budget.waitMs(Date.now()) === 0) void this.#connect();
    else this.wake();
  }

  /** The browser says that there is no network. A server on the same machine does not mind. */
  offline(): void {
    if (this.#state.name === 'waiting') this.#setState({ ...this.#state, name: 'offline' });
    else this.#probe(offlinePingMs);
  }

  close(): void {
    this.#rest({ name: 'closed' });
  }

  async #connect(): Promise<void> {
    this.#leaveHub();
    this.#said = undefined;
    this.#openedAt = this.#lastTry = Date.now();
    this.#budget.spend(this.#openedAt);
    this.#setState({ name: 'connecting', failures: this.#failures });
    // A listener may have closed it.
    if (this.#state.name !== 'connecting') return;
    const hub: Hub = this.#options.openHub({
      message: (message) => hub === this.#hub && this.#receive(hub, message),
      closed: (error) => this.#lost(hub, error),
    });
    this.#hub = hub;
    try {
      await within(callTimeoutMs, hub.start());
    } catch (error) {
      this.#lost(hub, error);
      return;
    }
    if (hub !== this.#hub) return;
    this.#wasConnected = true;
    this.#openedAt = Date.now();
    this.#setState({ name: 'connected' });
  }

  /** A first connection, too, is counted: a page may open and close its watches in a circle. */
  #connectWhenAllowed(): void {
    const wait = this.#budget.waitMs(Date.now());
    if (wait === 0) void this.#connect();
    else this.#waitFor(wait, new TaskProgressError('rate_limited', 'There were too many connections for now.'));
  }

  #receive(hub: Hub, message: ServerMessage): void {
    if (message.type === 'pong') return;
    if (message.type === 'error' && message.task_id === undefined) {
      this.#said = new TaskProgressError(message.code, message.message);
      if (this.#said.final) this.#lost(hub, undefined);
    } else if (message.type === 'task_changed' || message.type === 'tasks_beat') {
      for (const user of [...this.#others]) user.message(message);
    } else {
      this.#tasks.get(message.task_id ?? '')?.message(message);
    }
  }

  #probe(timeoutMs: number): void {
    const hub = this.#hub;
    if (hub === undefined || this.#state.name !== 'connected') return;
    within(timeoutMs, hub.invoke('Ping')).catch((error: unknown) => this.#lost(hub, error));
  }

  #lost(hub: Hub, cause: unknown): void {
    if (hub !== this.#hub) return;
    const error = this.#said ?? connectionError(cause, this.#options.url ?? '', this.#wasConnected);
    this.#leaveHub();
    if (error.final) {
      this.#setState({ name: 'refused', error });
      return;
    }
    this.#failures = Date.now() - this.#openedAt >= stableAfterMs && this.#state.name === 'connected' ? 1 : this.#failures + 1;
    this.#waitFor(Math.max(delayAfter(this.#failures, this.#options, error.retryAfterMs), this.#budget.waitMs(Date.now())), error);
  }

  #waitFor(wait: number, error: TaskProgressError): void {
    const isOffline = globalThis.navigator?.onLine === false;
    const delay = isOffline ? Math.max(wait, offlineMs) : wait;
    this.#retryTimer = setTimeout(() => void this.#connect(), delay);
    this.#setState({ name: isOffline ? 'offline' : 'waiting', failures: this.#failures, retryAt: Date.now() + delay, error });
  }

  #rest(state: ConnectionState): void {
    clearTimeout(this.#lingerTimer);
    this.#leaveHub();
    this.#failures = 0;
    this.#setState(state);
  }

  /** Whatever the old connection still says is not heard any more. */
  #leaveHub(): void {
    clearTimeout(this.#retryTimer);
    const hub = this.#hub;
    this.#hub = undefined;
    hub?.stop().catch(() => undefined);
  }

  #setState(state: ConnectionState): void {
    this.#state = state;
    for (const user of [...this.#tasks.values(), ...this.#others]) if (state === this.#state) user.connectionChanged(state);
  }
}
