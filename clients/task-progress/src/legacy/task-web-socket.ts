import { ErrorCodes, TaskEventTypes, type Position, type ServerMessages } from '../contracts.generated.ts';
import * as Routes from '../endpoints.ts';
import { delayAfter, type BackoffOptions } from '../backoff.ts';
import { judgeClose } from './close-verdict.ts';
import type { Refusal } from './refusal.ts';
import { judgeEvent, judgeSnapshot, resume } from '../sequencer.ts';
import { handlerOf, type HandlerName, type OtherMessage, type TaskWebSocketHandlers } from './task-web-socket-handlers.ts';

/** As much of a WebSocket as is needed: the browser's own, or that of a library such as `ws`. */
export interface WebSocketLike {
  readonly readyState: number;
  addEventListener(type: 'open' | 'error', listener: () => void): void;
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
  addEventListener(type: 'close', listener: (event: { code: number; reason: string }) => void): void;
  send(text: string): void;
  close(code?: number): void;
}

export interface TaskWebSocketOptions {
  /** Where the server is, such as `https://roadmap.example`. Absent: where the page is from. */
  readonly baseUrl?: string;
  /** Where there is none of its own, as in Node 20. */
  readonly WebSocket?: new (url: string) => WebSocketLike;
  readonly backoff?: BackoffOptions;
  /** As `Math.random`. */
  readonly random?: () => number;
}

const isOpen = 1;
/** A browser waits for minutes on a host that does not answer. */
const openTimeoutMs = 15_000;
/** After so long without a word the server is asked for one; a connection that died unnoticed never says that it did. */
const quietMs = 20_000;
const pongTimeoutMs = 10_000;
/** A connection that lasted this long was a good one: the delays start small again. */
const stableAfterMs = 5_000;
/** "Too many" is no matter of milliseconds. */
const laterMs = 5_000;

/**
 * Watches one task over a raw WebSocket, through broken connections and restarted servers, until it ended, is refused, or `disconnect` is
 * called. Every event reaches its handler once and in order; where that cannot be, `onConnected` says `recovered: false` and `onStatus`
 * begins anew.
 */
export class TaskWebSocket {
  readonly #taskId: string;
  readonly #handlers: TaskWebSocketHandlers;
  readonly #options: TaskWebSocketOptions;
  #socket: WebSocketLike | undefined;
  #includeHistory = true;
  #position: Position | undefined;
  /** Where another connection goes on: behind the position while the snapshot that belongs to it has not come. */
  #resumeAt: Position | undefined;
  #failures = 0;
  #closingCame = false;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #stableTimer: ReturnType<typeof setTimeout> | undefined;
  #silenceTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(taskId: string, handlers: TaskWebSocketHandlers = {}, options: TaskWebSocketOptions = {}) {
    this.#taskId = taskId;
    this.#handlers = handlers;
    this.#options = options;
  }

  /** Begins to watch; does nothing when it does already, except that a wait between two tries is over. */
  connect(includeHistory = true): void {
    if (this.#socket !== undefined) return;
    if (this.#retryTimer === undefined) {
      this.#includeHistory = includeHistory;
      this.#position = this.#resumeAt = undefined;
      this.#failures = 0;
    }
    this.#open();
  }

  /** Ends the watch, at any moment. No handler is called any more. */
  disconnect(): void {
    this.#leave();
  }

  /** Asks for a snapshot, which comes to `onStatus`. Does nothing while there is no connection. */
  requestStatus(): void {
    this.#send({ type: 'get_status' });
  }

  isConnected(): boolean {
    return this.#socket?.readyState === isOpen;
  }

  #open(): void {
    this.#leave();
    let socket: WebSocketLike;
    try {
      socket = new (this.#options.WebSocket ?? WebSocket)(this.#url());
    } catch (error) {
      this.#refuse({ code: ErrorCodes.invalidRequest, message: String(error) }, undefined);
      return;
    }

    this.#socket = socket;
    const isCurrent = () => socket === this.#socket;
    socket.addEventListener('open', () => isCurrent() && this.#hear());
    socket.addEventListener('message', (event) => isCurrent() && this.#receive(socket, event.data));
    socket.addEventListener('close', (event) => isCurrent() && this.#onClose(event.code, event.reason));
    // `close` follows and says all there is to say. But `ws` throws when nobody listens to this.
    socket.addEventListener('error', () => undefined);
    this.#silenceTimer = setTimeout(() => this.#comeBack(false), openTimeoutMs);
  }

  #url(): string {
    const base = (this.#options.baseUrl ?? location.origin).replace(/^http/, 'ws').replace(/\/+$/, '');
    const query = new URLSearchParams({ include_history: String(this.#includeHistory) });
    if (this.#resumeAt !== undefined) {
      query.set('epoch', this.#resumeAt.epoch);
      query.set('after_seq', String(this.#resumeAt.seq));
    }
    return `${base}${Routes.rawSocket(this.#taskId)}?${query}`;
  }

  #receive(socket: WebSocketLike, data: unknown): void {
    this.#hear();
    const message = parse(data);
    // What repeats another message for clients of the earlier system is no news to this one.
    if (message === undefined || message.type === TaskEventTypes.pong || isAlias(message)) return;
    if (message.type === TaskEventTypes.connected) {
      const connected = message as unknown as ServerMessages['connected'];
      this.#position = resume(this.#position, connected);
      if (connected.recovered ?? !this.#includeHistory) this.#resumeAt = this.#position;
      this.#stableTimer ??= setTimeout(() => (this.#failures = 0), stableAfterMs);
    } else if (message.type === TaskEventTypes.closing) {
      this.#closingCame = true;
    } else if (isNumbered(message)) {
      const isSnapshot = message.type === TaskEventTypes.currentStatus;
      const verdict = isSnapshot ? judgeSnapshot(this.#position, message) : judgeEvent(this.#position, message);
      if (verdict === 'gap') return this.#comeBack(false);
      if (verdict === 'duplicate') return;
      this.#position = this.#resumeAt = { epoch: message.epoch, seq: message.seq };
    }

    this.#call('onAnyEvent', message);
    const handler = handlerOf.get(message.type);
    if (handler !== undefined && socket === this.#socket) this.#call(handler, message);
  }

  /** The server is there: it has time again until it is asked whether it still is. */
  #hear(): void {
    clearTimeout(this.#silenceTimer);
    this.#silenceTimer = setTimeout(() => {
      this.#send({ type: 'ping' });
      this.#silenceTimer = setTimeout(() => this.#comeBack(false), pongTimeoutMs);
    }, quietMs);
  }

  #send(message: { readonly type: string }): void {
    if (this.isConnected()) this.#socket?.send(JSON.stringify(message));
  }

  #onClose(code: number, reason: string): void {
    const verdict = judgeClose(code, reason, this.#closingCame);
    if (verdict.name === 'again') this.#comeBack(verdict.later);
    else this.#leave();
    if (verdict.name === 'refused') this.#refuse(verdict.refusal, code);
  }

  #comeBack(later: boolean): void {
    this.#leave();
    this.#failures += 1;
    const delay = delayAfter(this.#failures, this.#options);
    this.#retryTimer = setTimeout(() => this.#open(), later ? Math.max(delay, laterMs) : delay);
  }

  #refuse(refusal: Refusal, closeCode: number | undefined): void {
    const code = closeCode === undefined ? {} : { close_code: closeCode };
    this.#call('onError', { type: TaskEventTypes.error, ...refusal, task_id: this.#taskId, final: true, ...code });
  }

  /** Whatever the old connection still says is not heard any more: it is no longer the current one. */
  #leave(): void {
    clearTimeout(this.#retryTimer);
    clearTimeout(this.#stableTimer);
    clearTimeout(this.#silenceTimer);
    this.#retryTimer = this.#stableTimer = this.#silenceTimer = undefined;
    const socket = this.#socket;
    this.#socket = undefined;
    this.#closingCame = false;
    socket?.close();
  }

  #call(name: HandlerName, message: OtherMessage): void {
    try {
      const handler = this.#handlers[name] as ((message: OtherMessage) => unknown) | undefined;
      Promise.resolve(handler?.call(this.#handlers, message)).catch(report);
    } catch (error) {
      report(error);
    }
  }
}

/** Where what nobody caught is reported, without passing through us. */
function report(error: unknown): void {
  if (typeof reportError === 'function') reportError(error);
  else console.error(error);
}

function parse(data: unknown): OtherMessage | undefined {
  if (typeof data !== 'string') return undefined;
  try {
    const message: unknown = JSON.parse(data);
    return typeof message === 'object' && message !== null && 'type' in message && typeof message.type === 'string'
      ? (message as OtherMessage)
      : undefined;
  } catch {
    return undefined;
  }
}

function isAlias(message: OtherMessage): boolean {
  return message['alias_of'] !== undefined && !isNumbered(message);
}

function isNumbered(message: OtherMessage): message is OtherMessage & Position {
  return typeof message['seq'] === 'number' && typeof message['epoch'] === 'string';
}
