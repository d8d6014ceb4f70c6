import type { Position, SubscribeRequest, TaskChangedMessage, TaskSnapshot, TasksBeatMessage } from '../src/contracts.generated.ts';
import type { Hub, HubHandlers, OpenHub, ServerMessage } from '../src/hub.ts';
import { taskAt } from './some-tasks.ts';

/** What a fake server does with a connection. */
export interface ServerBehaviour {
  start?(): Promise<void>;
  subscribe?(connection: FakeConnection, request: SubscribeRequest): Promise<{ seq: number }>;
  /** The snapshot is pushed too, in its place between the events. */
  getStatus?(connection: FakeConnection): Promise<void>;
  ping?(): Promise<void>;
  authenticate?(token: string): Promise<void>;
  watchTasks?(connection: FakeConnection): Promise<TasksBeatMessage>;
}

/** One connection of a client under test, and the server's end of it. */
export class FakeConnection implements Hub {
  readonly requests: SubscribeRequest[] = [];
  /** The names of all methods that were called. */
  readonly calls: string[] = [];
  readonly handlers: HubHandlers;
  readonly behaviour: ServerBehaviour;
  stopped = false;
  /** Of whom the server speaks: the task that was asked for last. */
  task: string = 't';

  constructor(handlers: HubHandlers, behaviour: ServerBehaviour) {
    this.handlers = handlers;
    this.behaviour = behaviour;
  }

  start(): Promise<void> {
    return this.behaviour.start?.() ?? Promise.resolve();
  }

  stop(): Promise<void> {
    this.stopped = true;
    return Promise.resolve();
  }

  async invoke<T>(method: string, ...args: unknown[]): Promise<T> {
    this.calls.push(method);
    if (method === 'Ping') return (await this.behaviour.ping?.()) as T;
    if (method === 'Authenticate') return (await this.behaviour.authenticate?.(args[0] as string)) as T;
    if (method === 'WatchTasks') return (await (this.behaviour.watchTasks?.(this) ?? beatOf('s', 0))) as T;
    if (method === 'GetStatus') return (await (this.behaviour.getStatus?.(this) ?? refusedWith('log_unavailable'))) as T;
    if (method !== 'Subscribe') return undefined as T;
    const request = args[0] as SubscribeRequest;
    this.requests.push(request);
    if (this.behaviour.subscribe !== undefined) return (await this.behaviour.subscribe(this, request)) as T;
    this.task = request.task_id ?? 't';
    this.connected({ epoch: 'a', seq: request.after?.seq ?? 0 }, request.after === undefined ? 'unsaid' : true);
    if (request.after === undefined) this.snapshot(0);
    return { seq: request.after?.seq ?? 0 } as T;
  }

  connected(position: Position, recovered: boolean | 'unsaid' = true): void {
    this.#send({ type: 'connected', task_id: this.task, message: '', position, ...(recovered !== 'unsaid' && { recovered }) });
  }

  event(seq: number, epoch = 'a'): void {
    const numbers = { task_id: this.task, seq, epoch, attempt: 1, timestamp: '2026-01-01T00:00:00Z' };
    this.#send({ type: 'progress', ...numbers, step: 'intent_analysis', status: 'processing', percentage: seq });
  }

  ends(seq: number, epoch = 'a'): void {
    this.#send({ type: 'completed', task_id: this.task, seq, epoch, attempt: 1, timestamp: '2026-01-01T00:00:00Z', message: 'done' });
  }

  retries(seq: number): void {
    this.#send({ type: 'retry_started', task_id: this.task, seq, epoch: 'a', attempt: 2, timestamp: '2026-01-01T00:00:00Z' });
  }

  snapshot(seq: number, part: Partial<TaskSnapshot> = {}): void {
    this.#send({ ...taskAt(1, seq), task_id: this.task, oldest_seq: 1, ...part });
  }

  changed(change: TaskChangedMessage): void {
    this.#send(change);
  }

  beat(beat: TasksBeatMessage): void {
    this.#send(beat);
  }

  error(code: string): void {
    this.#send({ type: 'error', code, message: 'said the server', task_id: this.task });
  }

  close(): void {
    this.handlers.closed(new Error('closed'));
  }

  #send(message: ServerMessage): void {
    this.handlers.message(message);
  }
}

/** Every connection that the client has opened, with when it did. */
export class FakeServer {
  readonly connections: FakeConnection[] = [];
  readonly openedAt: number[] = [];
  behaviour: ServerBehaviour;

  constructor(behaviour: ServerBehaviour = {}) {
    this.behaviour = behaviour;
  }

  readonly open: OpenHub = (handlers) => {
    const connection = new FakeConnection(handlers, this.behaviour);
    this.connections.push(connection);
    this.openedAt.push(Date.now());
    return connection;
  };

  get last(): FakeConnection {
    const last = this.connections.at(-1);
    if (last === undefined) throw new Error('no connection was opened');
    return last;
  }
}

export const beatOf = (sender: string, sent: number, continues = true, since = 'once'): TasksBeatMessage => ({
  type: 'tasks_beat',
  sender,
  since,
  sent,
  continues,
});

export const refusedWith = (code: string): Promise<never> =>
  Promise.reject(new Error(`An unexpected error occurred. HubException: ${code}: said the server`));
