import type { BackoffOptions } from './backoff.ts';
import { listenToBrowser } from './browser.ts';
import { Connection, type ConnectionState } from './connection.ts';
import * as Routes from './endpoints.ts';
import { TaskProgressError } from './errors.ts';
import { signalRHub, type AccessToken, type OpenHub } from './hub.ts';
import type { Server } from './rest.ts';
import { TaskFeed } from './task-feed.ts';
import { TaskWatch, type WatchOptions } from './task-watch.ts';

export interface TaskProgressClientOptions {
  /** Where the server is, such as `https://roadmap.example`, without `/api/v1`. Absent: where the page is from. */
  readonly url?: string | undefined;
  /** Asked for a token before every connection, and before every call. */
  readonly accessToken?: AccessToken | undefined;
  /** Saves a round trip, and the need for sticky sessions; but then there are WebSockets only. Default false. */
  readonly skipNegotiation?: boolean | undefined;
  readonly backoff?: BackoffOptions | undefined;
  /** As `Math.random`. */
  readonly random?: (() => number) | undefined;
  /** Opens connections by other means than `@microsoft/signalr`. */
  readonly openHub?: OpenHub | undefined;
}

/** Watches any number of tasks over one connection, which is open as long as there is something to watch. */
export class TaskProgressClient {
  /** For `callApi`. */
  readonly server: Server;
  /** @internal */
  readonly connection: Connection;
  /** @internal */
  readonly options: TaskProgressClientOptions;
  /** Called when it is closed. @internal */
  readonly closing = new Set<() => void>();
  readonly #feeds = new Map<string, TaskFeed>();

  constructor(options: TaskProgressClientOptions = {}) {
    const url = baseOf(options.url);
    this.options = options;
    this.server = { url, accessToken: options.accessToken };
    const hub = { ...options, url: url + Routes.hub };
    this.connection = new Connection({ ...hub, openHub: options.openHub ?? signalRHub(hub) });
    this.closing.add(listenToBrowser(this.connection));
  }

  /** Where the connection stands that all watches share. */
  get state(): ConnectionState {
    return this.connection.state;
  }

  /** Watches a task until its end. Two watches of one task share what the server sends. */
  watch(taskId: string, options: WatchOptions = {}): TaskWatch {
    const watch = new TaskWatch(this.#feedOf(taskId), options);
    watch.begin();
    return watch;
  }

  /** Connects now instead of after the delay; also after a refusal, as with a new token. */
  reconnect(): void {
    this.connection.reconnect();
  }

  /** Ends every watch, and the connection. */
  close(): void {
    for (const close of this.closing) close();
    this.connection.close();
  }

  #feedOf(taskId: string): TaskFeed {
    const known = this.#feeds.get(taskId);
    if (known !== undefined) return known;
    const over = () => this.#feeds.delete(taskId);
    const feed = new TaskFeed({ ...this.options, taskId, connection: this.connection, over });
    this.#feeds.set(taskId, feed);
    return feed;
  }
}

/** Watches one task over a connection of its own, which ends with the watch. */
export function watchTask(taskId: string, options: WatchOptions & TaskProgressClientOptions = {}): TaskWatch {
  const client = new TaskProgressClient(options);
  const watch = client.watch(taskId, options);
  const close = () => client.close();
  watch.result.then(close, close);
  return watch;
}

/** Of all addresses of the server. @internal */
export function baseOf(url: string | undefined): string {
  const base = url?.replace(/\/+$/, '') ?? '';
  if (url === undefined ? !globalThis.location : base && !/^(\/|https?:\/\/[^/])/.test(base))
    throw new TaskProgressError('invalid_request', `\`url\` is ${url}: give one such as https://roadmap.example.`);
  return base;
}
