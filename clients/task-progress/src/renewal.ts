import { baseOf, type TaskProgressClientOptions } from './client.ts';
import * as Routes from './endpoints.ts';
import { refusalOf } from './errors.ts';
import { signalRHub, type AccessToken, type Hub, type HubHandlers } from './hub.ts';
import { report } from './report.ts';

/** So long before its end a token is renewed; of a short one, when half of what is left has passed. */
const renewBeforeMs = 30_000;
const leastMs = 1_000;
/** A timer cannot wait for longer than some weeks. */
const mostMs = 86_400_000;

/**
 * The options of a client whose connection outlives its token: `accessToken` is asked ahead of the token's end, and the connection brings
 * the server the fresh one. Nothing is missed, since nothing is cut. Without it a connection ends with its token, and comes back with
 * another from where it was.
 *
 * Tokens that do not say when they end are left alone. When `accessToken` fails, that is reported and it is asked again.
 */
export function withRenewal<T extends TaskProgressClientOptions>(options: T): T {
  const { accessToken } = options;
  if (accessToken === undefined) return options;
  let sent = '';
  const remembered = async () => (sent = await accessToken());
  const open = options.openHub ?? signalRHub({ ...options, url: baseOf(options.url) + Routes.hub, accessToken: remembered });
  return {
    ...options,
    openHub: (handlers: HubHandlers): Hub => {
      const hub = open({
        message: (message) => handlers.message(message),
        closed: (error) => {
          renewal.end();
          handlers.closed(error);
        },
      });
      const renewal = new Renewal(hub, accessToken, handlers);
      return {
        start: async () => {
          await hub.start();
          renewal.begin(sent === '' ? await remembered() : sent);
        },
        stop: () => {
          renewal.end();
          return hub.stop();
        },
        invoke: (...call) => hub.invoke(...call),
      };
    },
  };
}

/** Of one connection, as long as that lasts. */
class Renewal {
  readonly #hub: Hub;
  readonly #accessToken: AccessToken;
  readonly #handlers: HubHandlers;
  #token = '';
  #timer: ReturnType<typeof setTimeout> | undefined;
  #hasEnded = false;

  constructor(hub: Hub, accessToken: AccessToken, handlers: HubHandlers) {
    this.#hub = hub;
    this.#accessToken = accessToken;
    this.#handlers = handlers;
  }

  begin(token: string): void {
    this.#token = token;
    const leftMs = endOf(token) - Date.now();
    if (this.#hasEnded || !(leftMs > 0)) return;
    const delay = leftMs > 2 * renewBeforeMs ? leftMs - renewBeforeMs : leftMs / 2;
    this.#timer = setTimeout(() => void this.#renew(), Math.min(mostMs, Math.max(leastMs, delay)));
  }

  end(): void {
    this.#hasEnded = true;
    clearTimeout(this.#timer);
  }

  async #renew(): Promise<void> {
    let token = this.#token;
    try {
      token = await this.#accessToken();
    } catch (error) {
      report(error);
    }
    if (this.#hasEnded || token === this.#token) return this.begin(this.#token);
    try {
      await this.#hub.invoke('Authenticate', token);
      this.begin(token);
    } catch (error) {
      // What the server does not take as the next token of this connection may be good for another one.
      if (refusalOf(error)?.final === true) this.#handlers.closed(undefined);
      else this.begin(this.#token);
    }
  }
}

/** When a JWT ends (RFC 7519), in milliseconds since 1970; NaN when it does not say so, or is none. */
function endOf(token: string): number {
  try {
    const claims = JSON.parse(atob((token.split('.')[1] ?? '').replace(/-/g, '+').replace(/_/g, '/'))) as { readonly exp?: unknown };
    return typeof claims.exp === 'number' ? claims.exp * 1_000 : NaN;
  } catch {
    return NaN;
  }
}
