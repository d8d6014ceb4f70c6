import {
  HubMethods,
  TaskEventTypes,
  type ConnectedMessage,
  type ErrorMessage,
  type PongMessage,
  type Position,
  type SubscribeReply,
  type SubscribeRequest,
  type TaskChangedMessage,
  type TaskEvent,
  type TaskSnapshot,
  type TasksBeatMessage,
} from './contracts.generated.ts';
import { defaultBackoff, delayAfter, type BackoffOptions } from './backoff.ts';
import type { Hub, OpenHub, ServerMessage } from './hub.ts';
import { isFinal, refusalOf, type Refusal } from './refusal.ts';
import { judgeEvent, judgeSnapshot, resume } from './sequencer.ts';
import type { WatchState } from './watch-state.ts';
import { within } from './within.ts';

export interface TaskWatchListener {
  stateChanged(state: WatchState): void;
  /** What was known of the task is void. A snapshot, or the whole log, follows. */
  reset(): void;
  snapshot(snapshot: TaskSnapshot): void;
  /** Every event once, in order. */
  event(event: TaskEvent): void;
}

export interface TaskWatchOptions {
  readonly taskId: string;
  readonly openHub: OpenHub;
  readonly listener: TaskWatchListener;
  readonly backoff?: BackoffOptions;
  readonly random?: () => number;
}

/** A subscription that lasted this long was a good one: the delays start small again. */
const stableAfterMs = 5_000;
/** `start` has no time-out of its own while a WebSocket is opening. */
const startTimeoutMs = 15_000;
/** A connection that does not answer a ping in this time, after a sleep, is dead. */
const pingTimeoutMs = 5_000;
const wakeIntervalMs = 3_000;

/** Watches one task from its first event on, through broken connections and restarted servers, until it is closed or refused. */
export class TaskWatch {
  readonly #options: TaskWatchOptions;
  #state: WatchState = { name: 'closed' };
  #hub: Hub | undefined;
  #position: Position | undefined;
  #failures = 0;
  #lastTry = -Infinity;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #stableTimer: ReturnType<typeof setTimeout> | undefined;
  /** Between `Subscribe` and `connected`, what arrives belongs to an older subscription. */
  #joining = false;
  #gapOnThisConnection = false;
  #head: number | undefined;

  constructor(options: TaskWatchOptions) {
    this.#options = options;
  }

  get state(): WatchState {
    return this.#state;
  }

  start(): void {
    if (this.#state.name === 'closed') void this.#connect();
  }

  /** Connects now instead of after the delay. */
  tryNow(): void {
    if (this.#state.name === 'waiting') void this.#connect();
  }

  /** Asks for a snapshot; it comes through the listener, in its place between the events. */
  requestStatus(): void {
    const hub = this.#hub;
    if (this.#state.name === 'live' && hub !== undefined)
      hub.invoke(HubMethods.getStatus, { task_id: this.#options.taskId }).catch((error: unknown) => this.#fail(hub, refusalOf(error)));
  }

  /** The browser is online or visible again: a sleeping timer or a connection that died unnoticed should not cost the reader time. */
  wake(): void {
    if (Date.now() - this.#lastTry < wakeIntervalMs) return;
    if (this.#state.name === 'waiting') {
      void this.#connect();
    } else if (this.#state.name === 'live' && this.#hub !== undefined) {
      this.#lastTry = Date.now();
      const hub = this.#hub;
      within(pingTimeoutMs, hub.invoke(HubMethods.ping)).catch((error: unknown) => this.#fail(hub, refusalOf(error)));
    }
  }

  close(): void {
    this.#leave();
    this.#setState({ name: 'closed' });
  }

  async #connect(): Promise<void> {
    this.#leave();
    this.#lastTry = Date.now();
    this.#setState({ name: 'connecting', failures: this.#failures });
    const hub: Hub = this.#options.openHub({
      message: (message) => this.#receive(hub, message),
      closed: (error) => this.#fail(hub, refusalOf(error)),
    });
    this.#hub = hub;
    try {
      await within(startTimeoutMs, hub.start());
      if (hub !== this.#hub) return;
      await this.#subscribe(hub);
    } catch (error) {
      this.#fail(hub, refusalOf(error));
    }
  }

  async #subscribe(hub: Hub): Promise<void> {
    this.#joining = true;
    this.#head = undefined;
    const request: SubscribeRequest = { task_id: this.#options.taskId, after: this.#position ?? { seq: 0 } };
    const reply = await within(startTimeoutMs, hub.invoke<SubscribeReply>(HubMethods.subscribe, request));
    if (hub !== this.#hub) return;
    this.#head = reply.seq;
    this.#noticeCaughtUp();
  }

  #receive(hub: Hub, message: ServerMessage): void {
    if (hub !== this.#hub) return;
    if (message.type === TaskEventTypes.error) this.#receiveError(hub, message);
    else if (isOfNoTask(message) || message.task_id !== this.#options.taskId) return;
    else if (message.type === TaskEventTypes.connected) this.#receiveConnected(message);
    else if (!this.#joining) this.#receiveNumbered(hub, message);
  }

  #receiveConnected(message: ConnectedMessage): void {
    this.#joining = false;
    this.#stableTimer ??= setTimeout(() => this.#becomeStable(), stableAfterMs);
    // The whole log from 0 is a new start as well: it is told once, on the first subscription.
    const fresh = this.#position === undefined;
    const { position, reset } = resume(this.#position, message);
    this.#position = position;
    if (reset || fresh) this.#options.listener.reset();
    if (this.#state.name !== 'live') this.#setState({ name: 'catching_up', failures: this.#failures });
    this.#noticeCaughtUp();
  }

  #receiveNumbered(hub: Hub, message: TaskEvent | TaskSnapshot): void {
    const snapshot = message.type === TaskEventTypes.currentStatus;
    const verdict = snapshot ? judgeSnapshot(this.#position, message) : judgeEvent(this.#position, message);
    if (verdict === 'gap') return this.#repair(hub);
    if (verdict === 'duplicate') return;
    if (snapshot) {
      this.#options.listener.snapshot(message);
    } else {
      this.#position = { epoch: message.epoch, seq: message.seq };
      this.#options.listener.event(message);
    }
    this.#noticeCaughtUp();
  }

  #receiveError(hub: Hub, message: ErrorMessage): void {
    if (message.task_id === undefined || message.task_id === this.#options.taskId) this.#fail(hub, message);
  }

  /** Asks again from the position. A connection that has a second gap is given up: asking in a circle would be a storm. */
  #repair(hub: Hub): void {
    if (this.#gapOnThisConnection) return this.#fail(hub, undefined);
    this.#gapOnThisConnection = true;
    clearTimeout(this.#stableTimer);
    this.#stableTimer = undefined;
    this.#subscribe(hub).catch((error: unknown) => this.#fail(hub, refusalOf(error)));
  }

  #noticeCaughtUp(): void {
    if (this.#state.name === 'catching_up' && !this.#joining && this.#head !== undefined && this.#position !== undefined && this.#position.seq >= this.#head)
      this.#setState({ name: 'live' });
  }

  #becomeStable(): void {
    this.#failures = 0;
    this.#gapOnThisConnection = false;
  }

  #fail(hub: Hub, refusal: Refusal | undefined): void {
    if (hub !== this.#hub) return;
    this.#leave();
    if (refusal !== undefined && isFinal(refusal)) {
      this.#setState({ name: 'refused', refusal });
      return;
    }
    this.#failures += 1;
    const delay = delayAfter(this.#failures, this.#options.backoff ?? defaultBackoff, this.#options.random ?? Math.random);
    this.#retryTimer = setTimeout(() => void this.#connect(), delay);
    this.#setState({ name: 'waiting', failures: this.#failures, retryAt: Date.now() + delay, refusal });
  }

  /** Whatever the old connection still says is not heard any more. */
  #leave(): void {
    clearTimeout(this.#retryTimer);
    clearTimeout(this.#stableTimer);
    this.#stableTimer = undefined;
    const hub = this.#hub;
    this.#hub = undefined;
    this.#joining = false;
    this.#gapOnThisConnection = false;
    hub?.stop().catch(() => undefined);
  }

  #setState(state: WatchState): void {
    this.#state = state;
    this.#options.listener.stateChanged(state);
  }
}

/** What says nothing of the events of one task. */
function isOfNoTask(message: ServerMessage): message is PongMessage | TaskChangedMessage | TasksBeatMessage {
  return message.type === TaskEventTypes.pong || message.type === TaskEventTypes.taskChanged || message.type === TaskEventTypes.tasksBeat;
}
