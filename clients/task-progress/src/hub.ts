import { HubConnectionBuilder, JsonHubProtocol, LogLevel, MessageType, type IHubProtocol } from '@microsoft/signalr';
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

const target = 'message';

/**
 * The stock client drops calls of methods that it has no handler for, and an event of a later version would leave a hole in the numbering.
 * Every message names its own type, so all of them go to one handler.
 */
export function oneTarget(inner: IHubProtocol): IHubProtocol {
  return {
    name: inner.name,
    version: inner.version,
    transferFormat: inner.transferFormat,
    writeMessage: (message) => inner.writeMessage(message),
    parseMessages: (input, logger) =>
      inner.parseMessages(input, logger).map((message) => (message.type === MessageType.Invocation ? { ...message, target } : message)),
  };
}

/** Opens connections with `@microsoft/signalr`. Its own reconnect stays off: it gives up, does not cover `start`, and forgets positions. */
export function signalRHub(url: string): OpenHub {
  return (handlers) => {
    const connection = new HubConnectionBuilder()
      .withUrl(url)
      .withHubProtocol(oneTarget(new JsonHubProtocol()))
      .configureLogging(LogLevel.None)
      .build();
    connection.on(target, (message: ServerMessage) => handlers.message(message));
    connection.onclose((error) => handlers.closed(error));
    return {
      start: () => connection.start(),
      stop: () => connection.stop(),
      invoke: (method, ...args) => connection.invoke(method, ...args),
    };
  };
}
