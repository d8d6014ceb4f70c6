import {
  HttpTransportType,
  HubConnectionBuilder,
  JsonHubProtocol,
  LogLevel,
  MessageType,
  type IHttpConnectionOptions,
  type IHubProtocol,
} from '@microsoft/signalr';
import type { ServerMessages } from './contracts.generated.ts';

/** Any message of the server. Types that this version does not know arrive too: they have a place in the numbering. */
export type ServerMessage = ServerMessages[keyof ServerMessages];

/** One connection to the hub, used once: after it has closed, a new one is opened. */
export interface Hub {
  start(): Promise<void>;
  stop(): Promise<void>;
  invoke<T>(method: string, ...args: unknown[]): Promise<T>;
}

export interface HubHandlers {
  message(message: ServerMessage): void;
  closed(error: Error | undefined): void;
}

export type OpenHub = (handlers: HubHandlers) => Hub;

export type AccessToken = () => string | Promise<string>;

export interface HubOptions {
  readonly url: string;
  /** Asked anew for every connection, so that a token may run out. */
  readonly accessToken?: AccessToken | undefined;
  /** Saves a round trip, and the need for sticky sessions; but then there are WebSockets only. */
  readonly skipNegotiation?: boolean | undefined;
}

const target = 'message';

/**
 * The stock client drops calls of methods that it has no handler for, and an event of a later version would leave a hole in the numbering.
 * Every message names its own type, so all of them go to one handler.
 */
export function oneTarget(inner: IHubProtocol): IHubProtocol {
  const parse = inner.parseMessages.bind(inner);
  inner.parseMessages = (input, logger) => {
    const messages = parse(input, logger);
    for (const message of messages) if (message.type === MessageType.Invocation) (message as { target: string }).target = target;
    return messages;
  };
  return inner;
}

/**
 * Opens connections with `@microsoft/signalr`, which falls back to server-sent events and long polling where WebSockets are blocked. Its
 * own reconnect stays off: it gives up, does not cover `start`, and forgets positions.
 */
export function signalRHub({ url, accessToken, skipNegotiation }: HubOptions): OpenHub {
  return (handlers) => {
    const connection = new HubConnectionBuilder()
      .withUrl(url, {
        accessTokenFactory: accessToken,
        skipNegotiation,
        transport: skipNegotiation ? HttpTransportType.WebSockets : undefined,
      } as IHttpConnectionOptions)
      .withHubProtocol(oneTarget(new JsonHubProtocol()))
      .configureLogging(LogLevel.None)
      .build();
    connection.on(target, (message: ServerMessage) => handlers.message(message));
    connection.onclose((error) => handlers.closed(error));
    return {
      start: async () => {
        try {
          await connection.start();
        } catch (error) {
          if (skipNegotiation) await wouldNegotiate(url, accessToken);
          throw error;
        }
      },
      stop: () => connection.stop(),
      invoke: (...call) => connection.invoke(...call),
    };
  };
}

/** A WebSocket that is refused does not say why. The request that was skipped does, in the words of SignalR. */
async function wouldNegotiate(url: string, accessToken: AccessToken | undefined): Promise<void> {
  const headers = accessToken === undefined ? {} : { authorization: `Bearer ${await accessToken()}` };
  const { status } = await fetch(`${url}/negotiate?negotiateVersion=1`, { method: 'POST', headers });
  if (status >= 400 && status < 500) throw new Error(`Failed to negotiate: Status code '${status}'`);
}
