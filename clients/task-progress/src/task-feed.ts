import type {
  AfterPosition,
  ConnectedMessage,
  Position,
  SubscribeReply,
  TaskEvent,
  TaskSnapshot,
} from './contracts.generated.ts';
import { delayAfter, type Delays } from './backoff.ts';
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

export interface TaskFeedOptions extends Delays {
  readonly taskId: string;
  readonly connection: Connection;
  /** Nobody watches any more, or nobody may. */
  readonly over: () => void;
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
  /**
   * Whose messages arrive. `away`: all of them belong to an older subscription. `asked`: `Subscribe` was called; `connected` will be the
   * answer, and what comes before it is older.
   */
  #stage: 'away' | 'asked' | 'joined' = 'away';
  /**
   * What was asked for is not wanted any more. `connected` does not say to which `Subscribe` it belongs: taken for the answer to a later
   * one, it would hide the events between the two positions. So it is waited for, and then dropped.
   */
  #isOutdated = false;
  /** `GetStatus` was called, and the snapshot will come in its place between the events. Undefined: it was not called. */
  #isSnapshotDue: boolean | undefined;
  #head: number | undefined;
  #failures = 0;
  #hadGap = false;
  #end: TerminalEvent | undefined;
  #askedForEnd = false;
  #joinedAt = Infinity;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;

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
    if (this.#watchers.size === 1 && !this.#isOutdated) {
      this.#options.connection.join(this);
      return;
    }
    watcher.stateChanged(this.#state);
    if (watcher.position !== undefined) {
      // It wants what the others have had: the subscription moves back, and each takes what is new to it.
      this.#position = undefined;
      this.#subscribe();
    } else if (this.snapshot !== undefined && this.#stage === 'joined') watcher.snapshot(this.snapshot);
    if (this.#end !== undefined && this.#end.seq === this.#position?.seq) this.#noticeEnd();
  }

  remove(watcher: FeedWatcher): void {
    if (!this.#watchers.delete(watcher)) return;
    this.resume(watcher);
    if (this.#watchers.size > 0) return;
    this.#unsubscribe();
    if (!this.#isOutdated) this.#stop();
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
    this.#leaveSubscription();
    if (this.#watchers.size === 0) return this.#stop();
    if (connection.name === 'connected') {
      this.#setState({ name: 'connecting', failures: this.#failures });
      this.#subscribe();
      return;
    }
    if (connection.name === 'refused' || connection.name === 'closed') this.#close(connection);
    else if (connection.name !== 'idle') this.#setState(connection);
  }

  message(message: ServerMessage): void {
    if (message.type === 'error') this.#failed(new TaskProgressError(message.code, message.message));
    else if (this.#stage === 'away') return;
    else if (message.type === 'connected') this.#connected(message);
    else if (this.#stage === 'joined') this.#numbered(message as TaskEvent | TaskSnapshot);
  }

  #subscribe(): void {
    if (this.#paused.size > 0 || this.#options.connection.state.name !== 'connected') return;
    clearTimeout(this.#retryTimer);
    if (this.#isAsked()) return;
    this.#leaveSubscription();
    const call = this.#call;
    // A snapshot that belongs to the position, and did not come before the connection was lost, is asked for again.
    const after = (this.snapshot && this.#position) ?? this.#lowest();
    this.#stage = 'asked';
    this.#options.connection.invoke<SubscribeReply>('Subscribe', { task_id: this.taskId, after }).then(
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

  /** Whether an answer is still due; then it will be outdated. */
  #isAsked(): boolean {
    return (this.#isOutdated = this.#stage === 'asked');
  }

  /** The answer that was not wanted any more is there. */
  #dropAnswer(): void {
    this.#leaveSubscription();
    if (this.#watchers.size === 0 || this.#paused.size > 0) this.#unsubscribe();
    if (this.#watchers.size === 0) this.#stop();
    else this.#subscribe();
  }

  /** Where all can go on from. Undefined: all begin with a snapshot. */
  #lowest(): AfterPosition | undefined {
    let lowest: AfterPosition | undefined;
    for (const { position } of this.#watchers)
      if (position !== undefined && (lowest === undefined || (position.seq ?? 0) < (lowest.seq ?? 0))) lowest = position;
    return lowest;
  }

  #connected(message: ConnectedMessage): void {
    if (this.#isOutdated) return this.#dropAnswer();
    this.#stage = 'joined';
    this.#joinedAt = Date.now();
    this.#position = resume(this.#position, message);
    if (message.recovered === false) {
      this.#fold.reset();
      this.#each((watcher) => watcher.reset(message));
    }
    // Who came meanwhile, and begins with a snapshot.
    const { snapshot } = this;
    if (snapshot !== undefined) this.#each((watcher) => watcher.position === undefined && watcher.snapshot(snapshot));
    if (this.#state.name !== 'live') this.#setState({ name: 'catching_up', failures: this.#failures });
    this.#noticeCaughtUp();
  }

  #numbered(message: TaskEvent | TaskSnapshot): void {
    const isSnapshot = message.type === 'current_status';
    const verdict = isSnapshot ? judgeSnapshot(this.#position, message) : judgeEvent(this.#position, message);
    if (verdict === 'gap') return this.#repair();
    if (verdict === 'duplicate') return;
    if (isSnapshot) {
      this.#isSnapshotDue = false;
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
    if (this.#hadGap && !this.#isStable) return this.#failed(new TaskProgressError('internal_error', 'The server left events out.'));
    this.#hadGap = true;
    this.#subscribe();
  }

  #noticeCaughtUp(): void {
    if (this.#stage !== 'joined' || this.#head === undefined || this.#position === undefined || this.#position.seq < this.#head) return;
    if (this.#state.name === 'catching_up') this.#setState({ name: 'live' });
    if (this.snapshot === undefined && this.#stage === 'joined' && this.#isSnapshotDue === undefined) this.#ask();
    if (this.#isSnapshotDue !== true) this.#noticeEnd();
  }

  /** The title and the time of creation stand in no event. */
  #ask(): void {
    const call = this.#call;
    this.#isSnapshotDue = true;
    this.#options.connection.invoke('GetStatus', { task_id: this.taskId }).catch(() => {
      if (call !== this.#call) return;
      this.#isSnapshotDue = false;
      this.#noticeCaughtUp();
    });
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
    if (this.#isOutdated) return this.#dropAnswer();
    this.#leaveSubscription();
    if (error.final) return this.#close({ name: 'refused', error });
    this.#failures += 1;
    const wait = delayAfter(this.#failures, this.#options, error.retryAfterMs);
    clearTimeout(this.#retryTimer);
    this.#retryTimer = setTimeout(() => this.#subscribe(), wait);
    this.#setState({ name: 'waiting', failures: this.#failures, retryAt: Date.now() + wait, error });
  }

  get #isStable(): boolean {
    return Date.now() - this.#joinedAt >= stableAfterMs;
  }

  #close(state: WatchState): void {
    const watchers = [...this.#watchers];
    this.#watchers.clear();
    this.#state = state;
    this.#stop();
    for (const watcher of watchers) watcher.stateChanged(state);
  }

  #stop(): void {
    clearTimeout(this.#retryTimer);
    this.#leaveSubscription();
    this.#options.connection.leave(this);
    this.#options.over();
  }

  #unsubscribe(): void {
    if (this.#isAsked()) return;
    const wasSubscribed = this.#options.connection.state.name === 'connected';
    this.#leaveSubscription();
    if (wasSubscribed) this.#options.connection.invoke('Unsubscribe', { task_id: this.taskId }).catch(() => undefined);
  }

  /** Whatever the old subscription still says is not heard any more. */
  #leaveSubscription(): void {
    if (this.#isStable) this.#failures = 0;
    this.#call += 1;
    this.#stage = 'away';
    this.#isOutdated = false;
    this.#isSnapshotDue = undefined;
    this.#head = undefined;
    this.#joinedAt = Infinity;
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
function endOf(snapshot: TaskSnapshot): TerminalEvent {
  const { status, finished_at, updated_at } = snapshot;
  return { ...snapshot, type: status, timestamp: finished_at ?? updated_at } as unknown as TerminalEvent;
}
