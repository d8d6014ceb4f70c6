import type { AfterPosition, ConnectedMessage, ServerMessages, TaskEvent, TaskSnapshot } from './contracts.generated.ts';
import { TaskProgressError } from './errors.ts';
import { hasEnded, type TerminalEvent } from './fold.ts';
import { MessageQueue } from './message-queue.ts';
import { tell } from './report.ts';
import type { FeedWatcher, TaskFeed } from './task-feed.ts';
import type { WatchState } from './watch-state.ts';

/**
 * `connected` with `recovered: false`: the position could not be continued from, and `reason` says why. The snapshot that follows counts.
 */
export type ResetMessage = ConnectedMessage & { readonly recovered: false };

/** What a watch yields: tell the messages apart by `type`. */
export type WatchMessage = ResetMessage | TaskSnapshot | TaskEvent;

/** What `on` can be told of. */
export interface WatchHandlers extends Pick<ServerMessages, TaskEvent['type'] | 'current_status'> {
  readonly connected: ResetMessage;
  /** Every message, also of types that this version does not know. */
  readonly message: WatchMessage;
  readonly state: WatchState;
  /** The terminal event of an attempt: the task has ended, and everything before was told. */
  readonly end: TerminalEvent;
}

export interface WatchOptions {
  /**
   * Everything after this, as far as the log keeps it; `{ seq: 0 }` is the whole log. Absent: a snapshot, then what happens from now on.
   */
  readonly after?: AfterPosition | undefined;
  /** Without `after`: whether the snapshot is told as the first message. Default true. */
  readonly includeHistory?: boolean | undefined;
  /** Stays when the task has ended: a retry may come. `result` and the iteration end all the same only with `close`. Default false. */
  readonly keepOpen?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * A task that is watched. Iterate over it with `for await`, or give it handlers with `on`, or wait for its `result`; whoever breaks out of
 * the iteration closes it. Begin in the same turn in which it was made, or its first messages may have been before you: an iteration that
 * begins later begins with the snapshot as it is then.
 */
export class TaskWatch implements AsyncIterable<WatchMessage> {
  readonly taskId: string;
  /** The terminal event. Rejects with a `TaskProgressError` when the task may not be watched, or when the watch was closed before. */
  readonly result: Promise<TerminalEvent>;
  readonly #feed: TaskFeed;
  readonly #watcher: FeedWatcher;
  readonly #handlers = new Map<string, Set<(value: never) => unknown>>();
  readonly #queues = new Set<MessageQueue<WatchMessage>>();
  readonly #options: WatchOptions;
  #state: WatchState;
  #position: AfterPosition | undefined;
  #isFirst = true;
  #end: TerminalEvent | undefined;
  #resolve!: (event: TerminalEvent) => void;
  #reject!: (error: TaskProgressError) => void;
  #unhook: (() => void) | undefined;

  /** @internal */
  constructor(feed: TaskFeed, options: WatchOptions) {
    this.taskId = feed.taskId;
    this.#feed = feed;
    this.#options = options;
    this.#state = feed.state;
    this.#position = options.after;
    this.result = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    // Who does not ask for the result need not hear that there is none.
    this.result.catch(() => undefined);
    const watch = this;
    this.#watcher = {
      get position() {
        return watch.#position;
      },
      stateChanged: (state) => this.#stateChanged(state),
      reset: (message) => this.#reset(message),
      snapshot: (snapshot) => this.#snapshot(snapshot),
      event: (event) => this.#event(event),
      ended: (event) => this.#ended(event),
    };
  }

  /** Begins. A feed tells nothing before its watch is in its user's hands. @internal */
  begin(): void {
    const { signal } = this.#options;
    if (signal?.aborted) return this.close();
    const close = () => this.close();
    signal?.addEventListener('abort', close);
    this.#unhook = () => signal?.removeEventListener('abort', close);
    queueMicrotask(() => {
      if (!this.#isOver) this.#feed.add(this.#watcher);
    });
  }

  get state(): WatchState {
    return this.#state;
  }

  /** The task as it is after the last event that was told. Undefined before the first snapshot. */
  get snapshot(): TaskSnapshot | undefined {
    return this.#feed.snapshot;
  }

  /** Calls the handler with every message of this type, or with every `message`, with every change of `state`, or with the `end`. */
  on<T extends keyof WatchHandlers>(type: T, handler: (value: WatchHandlers[T]) => unknown): () => void {
    const handlers = this.#handlers.get(type) ?? new Set();
    this.#handlers.set(type, handlers.add(handler));
    return () => void handlers.delete(handler);
  }

  /** Tries again now instead of after the delay. */
  retryNow(): void {
    this.#feed.retryNow();
  }

  /** Ends the watch, at any moment: nothing is told any more. */
  close(): void {
    this.#finish({ name: 'closed' }, new TaskProgressError('closed', 'The watch was closed.'));
  }

  [Symbol.asyncIterator](): AsyncIterableIterator<WatchMessage, undefined> {
    const queue = new MessageQueue<WatchMessage>(
      () => this.#feed.pause(this.#watcher),
      () => this.#feed.resume(this.#watcher),
      (left) => {
        this.#queues.delete(left);
        this.close();
      },
    );
    const { snapshot } = this;
    if (this.#isOver) queue.end(this.#refusal);
    else if (!this.#isFirst && snapshot !== undefined) queue.add(snapshot);
    this.#queues.add(queue);
    return queue;
  }

  get #isOver(): boolean {
    return /closed|ended|refused/.test(this.#state.name);
  }

  /** What the iteration ends with. */
  get #refusal(): TaskProgressError | undefined {
    return this.#state.name === 'refused' ? this.#state.error : undefined;
  }

  #stateChanged(state: WatchState): void {
    if (state.name === 'refused') this.#finish(state, state.error);
    else if (state.name === 'closed') this.close();
    else this.#setState(state);
  }

  #reset(message: ConnectedMessage): void {
    // Who has no position loses nothing.
    if (this.#position === undefined && this.#isFirst) return;
    this.#position = undefined;
    this.#tell(message as ResetMessage);
  }

  #snapshot(snapshot: TaskSnapshot): void {
    const isNew = !this.#has(snapshot);
    // The terminal event itself, which follows, is new to whoever begins with the end.
    if (isNew) this.#position = { epoch: snapshot.epoch, seq: hasEnded(snapshot) ? snapshot.seq - 1 : snapshot.seq };
    if (this.#isFirst && this.#options.after === undefined && this.#options.includeHistory === false) this.#isFirst = false;
    else this.#tell(snapshot);
  }

  #event(event: TaskEvent): void {
    // Before its snapshot a watch has no place yet: this is a replay for another one.
    if (this.#position === undefined || this.#has(event)) return;
    this.#position = { epoch: event.epoch, seq: event.seq };
    this.#tell(event);
  }

  #has({ epoch, seq }: { readonly epoch: string; readonly seq: number }): boolean {
    const position = this.#position;
    return position !== undefined && (position.epoch === undefined || position.epoch === epoch) && seq <= (position.seq ?? 0);
  }

  #ended(event: TerminalEvent): void {
    // Who stays hears of the same end again after a reconnect.
    if (this.#end?.seq === event.seq && this.#end.epoch === event.epoch) return;
    this.#end = event;
    this.#resolve(event);
    this.#emit('end', event);
    if (!this.#options.keepOpen) this.#finish({ name: 'ended' }, undefined);
  }

  #tell(message: WatchMessage): void {
    this.#isFirst = false;
    for (const queue of this.#queues) queue.add(message);
    this.#emit('message', message);
    // A worker may have a word of its own for what these mean here.
    if (!/^(message|state|end)$/.test(message.type)) this.#emit(message.type, message);
  }

  #emit(type: string, value: unknown): void {
    const handlers = this.#handlers.get(type);
    if (handlers === undefined) return;
    for (const handler of [...handlers]) {
      if (this.#isOver && type !== 'state') return;
      if (handlers.has(handler)) tell(handler as (value: unknown) => unknown, value);
    }
  }

  #setState(state: WatchState): void {
    this.#state = state;
    this.#emit('state', state);
  }

  #finish(state: WatchState, error: TaskProgressError | undefined): void {
    if (this.#isOver) return;
    this.#unhook?.();
    this.#state = state;
    this.#feed.remove(this.#watcher);
    if (error !== undefined) this.#reject(error);
    for (const queue of this.#queues) queue.end(this.#refusal);
    this.#emit('state', state);
  }
}
