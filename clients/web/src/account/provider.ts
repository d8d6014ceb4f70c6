import { ErrorResponse, UserManager, WebStorageStateStore, type User } from 'oidc-client-ts';
import type { SignInDocument } from 'roadmap-task-progress';
import { folder } from '../shared/folder.ts';
import type { SignInWay } from './sign-in-way.ts';

/** A token with less time than this is renewed before it is used. Open connections ask for the next one half a minute before the end. */
const renewBeforeSeconds = 45;

/** The provider that a server names with everything that it takes to sign in there. */
export type ProviderDocument = SignInDocument & { readonly authority: string; readonly client_id: string };

/**
 * Signs people in at an OpenID Connect provider, by the authorization code flow with PKCE. This file and the library behind it are loaded
 * only where there is a provider.
 */
export class Provider implements SignInWay {
  readonly #manager: UserManager;
  #renewing: Promise<User | null> | undefined;

  constructor({ authority, client_id, scope, audience }: ProviderDocument) {
    const here = new URL(folder, location.href).href;
    const store = new WebStorageStateStore({ prefix: 'roadmap:', store: sessionStorage });
    this.#manager = new UserManager({
      authority,
      client_id,
      redirect_uri: here,
      post_logout_redirect_uri: here,
      ...(scope !== undefined && { scope }),
      // Some providers make a token for an API only when it is named.
      extraQueryParams: audience === undefined ? {} : { audience },
      userStore: store,
      stateStore: store,
      // Whoever needs a token asks for it, also after the machine has slept.
      automaticSilentRenew: false,
    });
  }

  async restore(): Promise<string | undefined> {
    const user = await this.#manager.getUser();
    return user === null ? undefined : nameOf(user);
  }

  /** Leaves the page, which the person comes back to. */
  async leave(returnTo: string): Promise<void> {
    await this.#manager.signinRedirect({ state: returnTo });
  }

  /** The person has come back. Says where from. Rejects when the provider did not sign it in. */
  async comeBack(): Promise<string> {
    const { state } = await this.#manager.signinRedirectCallback();
    return typeof state === 'string' ? state : folder;
  }

  async token(): Promise<string> {
    const user = await this.#manager.getUser();
    if (user === null) return '';
    const ends = user.expires_in;
    if (user.refresh_token === undefined || ends === undefined || ends > renewBeforeSeconds) return user.access_token;
    try {
      return (await this.#renew())?.access_token ?? user.access_token;
    } catch (error) {
      // While the provider is away, whoever asks tries again. What it refuses the server will refuse, too, from the token's end on.
      if (user.expired === true && !(error instanceof ErrorResponse)) throw error;
      return user.access_token;
    }
  }

  forget(): Promise<void> {
    return this.#manager.removeUser();
  }

  async signOut(): Promise<void> {
    try {
      await this.#manager.signoutRedirect();
    } catch {
      // A provider without a place for that: it goes on knowing the person, and this tab does not.
      await this.forget();
      location.assign(folder);
    }
  }

  /** Once for all who ask at the same time: most providers take a refresh token once. */
  #renew(): Promise<User | null> {
    this.#renewing ??= this.#manager.signinSilent().finally(() => (this.#renewing = undefined));
    return this.#renewing;
  }
}

function nameOf({ profile }: User): string {
  return profile.name ?? profile.preferred_username ?? profile.email ?? profile.sub;
}
