import type { WebSocketLike } from '../src/legacy/index.ts';

type Listener = (event: never) => void;

/** A WebSocket without a network, and the server's end of it: it opens, speaks and closes when the test says so. */
export class FakeWebSocket implements WebSocketLike {
  readonly url: URL;
  readonly sent: string[] = [];
  readyState = 0;
  closeCalls = 0;
  #listeners = new Map<string, Listener[]>();

  constructor(url: string) {
    this.url = new URL(url);
  }

  get query(): Record<string, string> {
    return Object.fromEntries(this.url.searchParams);
  }

  addEventListener(type: string, listener: Listener): void {
    this.#listeners.set(type, [...(this.#listeners.get(type) ?? []), listener]);
  }

  send(text: string): void {
    if (this.readyState !== 1) throw new Error('a browser would throw: the socket is not open');
    this.sent.push(text);
  }

  /** As a browser's: it says that it has closed when the other side has answered, which a dead one never does. */
  close(): void {
    this.closeCalls += 1;
    if (this.readyState < 2) this.readyState = 2;
  }

  opens(): this {
    this.readyState = 1;
    this.#tell('open', {});
    return this;
  }

  says(message: object | string): this {
    this.#tell('message', { data: typeof message === 'string' ? message : JSON.stringify(message) });
    return this;
  }

  /** The first message of a subscription. */
  connected(seq: number, more: object = {}): this {
    return this.says({ type: 'connected', task_id: 't', message: '', position: { epoch: 'a', seq }, ...more });
  }

  status(seq: number, epoch = 'a'): this {
    return this.says({ type: 'current_status', task_id: 't', seq, epoch, status: 'processing' });
  }

  event(seq: number, type = 'progress', epoch = 'a'): this {
    return this.says({ type, task_id: 't', seq, epoch, attempt: 1 });
  }

  closing(reason = 'task_ended'): this {
    return this.says({ type: 'closing', task_id: 't', reason, message: '' });
  }

  closes(code: number, reason = ''): void {
    this.readyState = 3;
    this.#tell('error', {});
    this.#tell('close', { code, reason });
  }

  #tell(type: string, event: object): void {
    for (const listener of this.#listeners.get(type) ?? []) listener(event as never);
  }
}

/** What the client under test opens, in order. */
export class FakeNetwork {
  readonly sockets: FakeWebSocket[] = [];

  /** The `WebSocket` to give to the client. */
  readonly WebSocket: new (url: string) => FakeWebSocket;

  constructor() {
    const { sockets } = this;
    this.WebSocket = class extends FakeWebSocket {
      constructor(url: string) {
        super(url);
        sockets.push(this);
      }
    };
  }

  get last(): FakeWebSocket {
    const socket = this.sockets.at(-1);
    if (socket === undefined) throw new Error('nobody has connected yet');
    return socket;
  }
}
