import type {
  AfterPosition,
  ConnectedMessage,
  Position,
  SubscribeReply,
  SubscribeRequest,
  TaskEvent,
  TaskSnapshot,
} from './contracts.generated.ts';
import { defaultBackoff, delayAfter, type BackoffOptions } from './backoff.ts';
import type { Connection, ConnectionState, ConnectionUser } from './connection.ts';
import { TaskProgressError } from './errors.ts';
import { Fold, hasEnded, isTerminal, type TerminalEvent } from './fold.ts';
import type { ServerMessage } from './hub.ts';
import { judgeEvent, judgeSnapshot, resume } from './sequencer.ts';
import type { WatchState } from './watch-state.ts';

/** One of those who watch a task, with a position of its own. */
export interface FeedWatcher {
  /** The last that it has; undefined as long as any snapshot will do. */
  readonly position: AfterPosition | undefined;
  stateChanged(state: WatchState): void;
  /** What was known of the task is void: a snapshot follows. */
  reset(message: ConnectedMessage): void;
  snapshot(snapshot: TaskSnapshot): void;
  event(event: TaskEvent): void;
  /** The task has ended, and everything before was told. A retry may still come. */
  ended(event: TerminalEvent): void;
}

export interface TaskFeedOptions {
  readonly taskId: string;
  readonly connection: Connection;
  /** Nobody watches any more, or nobody may. */
  readonly over: (feed: TaskFeed) => void;
  readonly backoff?: BackoffOptions | undefined;
  readonly random?: (() => number) | undefined;
}

/** A subscription that lasted this long was a good one: the delays start small again. */
const stableAfterMs = 5_000;

/** The one subscription to a task on a connection, through broken connections and restarted servers, for all that watch the task. */
export class TaskFeed implements ConnectionUser {
  readonly taskId: string;
  readonly #options: TaskFeedOptions;
  readonly #watchers = new Set<FeedWatcher>();
  readonly #paused = new Set<FeedWatcher>();
  readonly #fold = new Fold();
  #state: WatchState = { name: 'connecting', failures: 0 };
  #position: Position | undefined;
  /** The call of `Subscribe` that counts: the answer to an older one is not heard. */
  #call = 0;
  /** Between `Subscribe` and `connected`, what arrives belongs to an older subscription. */
  #joining = true;
  #head: number | undefined;
  #failures = 0;
  #hadGap = false;
  #end: TerminalEvent | undefined;
  #askedForEnd = false;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #stableTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: TaskFeedOptions) {
    this.taskId = options.taskId;
    this.#options = options;
  }

  get state(): WatchState {
    return this.#state;
  }

  /** The task as it is after the last event. Undefined before the first snapshot. */
  get snapshot(): TaskSnapshot | undefined {
    return this.#fold.snapshot;
  }

  add(watcher: FeedWatcher): void {
    this.#watchers.add(watcher);
    if (this.#watchers.size === 1) {
      this.#options.connection.join(this);
      return;
    }
    watcher.stateChanged(this.#state);
    if (watcher.position !== undefined) {
      // It wants what the others have had: the subscription moves back, and each takes what is new to it.
      this.#position = undefined;
      this.#subscribe();
    } else if (this.snapshot !== undefined && !this.#joining) watcher.snapshot(this.snapshot);
    if (this.#end !== undefined && this.#end.seq === this.#position?.seq) this.#noticeEnd();
  }

  remove(watcher: FeedWatcher): void {
    if (!this.#watchers.delete(watcher)) return;
    this.resume(watcher);
    if (this.#watchers.size === 0) this.#stop(true);
  }

  /** A reader is behind: nothing more is taken until it has caught up. What it misses is asked for again. */
  pause(watcher: FeedWatcher): void {
    this.#paused.add(watcher);
    if (this.#paused.size > 1) return;
    this.#unsubscribe();
    this.#setState({ name: 'catching_up', failures: this.#failures });
  }

  resume(watcher: FeedWatcher): void {
    if (this.#paused.delete(watcher) && this.#paused.size === 0 && this.#watchers.size > 0) this.#subscribe();
  }

  /** Connects or asks again now instead of after the delay. */
  retryNow(): void {
    if (this.#options.connection.state.name === 'connected' && this.#state.name === 'waiting') this.#subscribe();
    else this.#options.connection.reconnect();
  }

  connectionChanged(connection: ConnectionState): void {
    clearTimeout(this.#retryTimer);
    this.#hadGap = false;
    if (connection.name === 'connected') {
      this.#setState({ name: 'connecting', failures: this.#failures });
      this.#subscribe();
      return;
    }
    this.#leaveSubscription();
    if (connection.name === 'refused' || connection.name === 'closed') this.#close(connection);
    else if (connection.name !== 'idle') this.#setState(connection);
  }

  message(message: ServerMessage): void {
    if (message.type === 'error') this.#failed(new TaskProgressError(message.code, message.message));
    else if (message.type === 'connected') this.#connected(message);
    else if (!this.#joining) this.#numbered(message as TaskEvent | TaskSnapshot);
  }

  #subscribe(after: AfterPosition | undefined = this.#position ?? this.#lowest()): void {
    if (this.#paused.size > 0 || this.#options.connection.state.name !== 'connected') return;
    clearTimeout(this.#retryTimer);
    this.#leaveSubscription();
    const call = this.#call;
    const request: SubscribeRequest = { task_id: this.taskId, ...(after !== undefined && { after }) };
    this.#options.connection.invoke<SubscribeReply>('Subscribe', request).then(
      (reply) => {
        if (call !== this.#call) return;
        this.#head = reply.seq;
        this.#noticeCaughtUp();
      },
      (error: unknown) => {
        if (call === this.#call) this.#failed(error as TaskProgressError);
      },
    );
  }

  /** Where all can go on from. Undefined: all begin with a snapshot. */
  #lowest(): AfterPosition | undefined {
    let lowest: AfterPosition | undefined;
    for (const { position } of this.#watchers)
      if (position !== undefined && (lowest === undefined || (position.seq ?? 0) < (lowest.seq ?? 0))) lowest = position;
    return lowest;
  }

  #connected(message: ConnectedMessage): void {
    this.#joining = false;
    this.#stableTimer ??= setTimeout(() => this.#becomeStable(), stableAfterMs);
    this.#position = resume(this.#position, message).position;
    if (message.recovered === false) {
      this.#fold.reset();
      this.#each((watcher) => watcher.reset(message));
    }
    if (this.#state.name !== 'live') this.#setState({ name: 'catching_up', failures: this.#failures });
    this.#noticeCaughtUp();
  }

  #numbered(message: TaskEvent | TaskSnapshot): void {
    const isSnapshot = message.type === 'current_status';
    const verdict = isSnapshot ? judgeSnapshot(this.#position, message) : judgeEvent(this.#position, message);
    if (verdict === 'gap') return this.#repair();
    if (verdict === 'duplicate') return;
    if (isSnapshot) {
      this.#fold.reset(message);
      this.#each((watcher) => watcher.snapshot(message));
    } else {
      this.#position = { epoch: message.epoch, seq: message.seq };
      this.#end = isTerminal(message) ? message : undefined;
      this.#fold.apply(message);
      this.#each((watcher) => watcher.event(message));
    }
    this.#noticeCaughtUp();
  }

  /** Asks again from the position; the second time later, since asking in a circle would be a storm. */
  #repair(): void {
    if (this.#hadGap) return this.#failed(new TaskProgressError('internal_error', 'The server left events out.'));
    this.#hadGap = true;
    this.#subscribe();
  }

  #noticeCaughtUp(): void {
    if (this.#joining || this.#head === undefined || this.#position === undefined || this.#position.seq < this.#head) return;
    const isNews = this.#state.name === 'catching_up';
    if (isNews) this.#setState({ name: 'live' });
    this.#noticeEnd();
    // The title and the time of creation stand in no event.
    if (isNews && this.snapshot === undefined && this.#watchers.size > 0 && !this.#joining)
      this.#options.connection.invoke('GetStatus', { task_id: this.taskId }).catch(() => undefined);
  }

  #noticeEnd(): void {
    const { snapshot } = this;
    if (this.#end !== undefined) {
      if (this.#end.seq === this.#position?.seq && this.#position.seq >= (this.#head ?? Infinity)) this.#tellEnd(this.#end);
    } else if (snapshot !== undefined && hasEnded(snapshot) && snapshot.seq === this.#position?.seq) {
      // Who came after the end has its last event as well, if it is still kept.
      if (this.#askedForEnd || snapshot.seq < snapshot.oldest_seq) return this.#tellEnd(endOf(snapshot));
      this.#askedForEnd = true;
      this.#position = { epoch: snapshot.epoch, seq: snapshot.seq - 1 };
      this.#subscribe();
    }
  }

  #tellEnd(event: TerminalEvent): void {
    this.#end = event;
    this.#each((watcher) => watcher.ended(event));
  }

  #failed(error: TaskProgressError): void {
    // The connection tells of its own end.
    if (error.code === 'unreachable') return;
    this.#leaveSubscription();
    if (error.final) return this.#close({ name: 'refused', error });
    this.#failures += 1;
    const delay = delayAfter(this.#failures, this.#options.backoff ?? defaultBackoff, this.#options.random ?? Math.random);
    const wait = Math.max(delay, error.retryAfterMs);
    clearTimeout(this.#retryTimer);
    this.#retryTimer = setTimeout(() => this.#subscribe(), wait);
    this.#setState({ name: 'waiting', failures: this.#failures, retryAt: Date.now() + wait, error });
  }

  #becomeStable(): void {
    this.#failures = 0;
    this.#hadGap = false;
  }

  #close(state: WatchState): void {
    const watchers = [...this.#watchers];
    this.#watchers.clear();
    this.#state = state;
    this.#stop(false);
    for (const watcher of watchers) watcher.stateChanged(state);
  }

  #stop(isSubscribed: boolean): void {
    if (isSubscribed) this.#unsubscribe();
    clearTimeout(this.#retryTimer);
    this.#leaveSubscription();
    this.#options.connection.leave(this);
    this.#options.over(this);
  }

  #unsubscribe(): void {
    const wasSubscribed = this.#options.connection.state.name === 'connected';
    this.#leaveSubscription();
    if (wasSubscribed) this.#options.connection.invoke('Unsubscribe', { task_id: this.taskId }).catch(() => undefined);
  }

  /** Whatever the old subscription still says is not heard any more. */
  #leaveSubscription(): void {
    this.#call += 1;
    this.#joining = true;
    this.#head = undefined;
    clearTimeout(this.#stableTimer);
    this.#stableTimer = undefined;
  }

  #setState(state: WatchState): void {
    this.#state = state;
    this.#each((watcher) => state === this.#state && watcher.stateChanged(state));
  }

  /** A watcher may leave, and another come, while they are told. */
  #each(call: (watcher: FeedWatcher) => unknown): void {
    if (this.#watchers.size === 1) for (const watcher of this.#watchers) call(watcher);
    else for (const watcher of [...this.#watchers]) if (this.#watchers.has(watcher)) call(watcher);
  }
}

/** The terminal event as far as the snapshot tells it, where the log does not keep the event itself any more. */
function endOf({ status, task_id, seq, epoch, attempt, finished_at, updated_at, error, roadmap_id }: TaskSnapshot): TerminalEvent {
  const numbered = { type: status, task_id, seq, epoch, attempt, timestamp: finished_at ?? updated_at };
  return { ...numbered, ...(error !== undefined && { error }), ...(roadmap_id !== undefined && { roadmap_id }) } as TerminalEvent;
}
