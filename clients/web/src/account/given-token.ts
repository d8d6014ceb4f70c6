import { text } from '../kept/forms.ts';
import { keptInTab } from '../kept/kept.ts';
import { folder } from '../shared/folder.ts';
import type { SignInWay } from './sign-in-way.ts';

const kept = keptInTab('roadmap:token', text);

/** A token that the person was given by whoever makes them. */
export class GivenToken implements SignInWay {
  restore(): Promise<string | undefined> {
    const token = kept.read();
    return Promise.resolve(token === undefined ? undefined : namedIn(token));
  }

  token(): Promise<string> {
    return Promise.resolve(kept.read() ?? '');
  }

  signOut(): Promise<void> {
    location.assign(folder);
    return this.forget();
  }

  /** Whom it names; undefined when it is no token. Whether it is valid is for the server to say. */
  take(text: string): string | undefined {
    const token = text.trim().replace(/^Bearer\s+/i, '');
    const name = namedIn(token);
    if (name !== undefined) kept.keep(token);
    return name;
  }

  forget(): Promise<void> {
    kept.keep(undefined);
    return Promise.resolve();
  }
}

/** The second part of a JWT (RFC 7519) says it. */
export function namedIn(token: string): string | undefined {
  try {
    const part = token.split('.')[1] ?? '';
    const bytes = Uint8Array.from(atob(part.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0));
    const claims = JSON.parse(new TextDecoder().decode(bytes)) as { readonly name?: unknown; readonly sub?: unknown };
    return [claims.name, claims.sub].find((name) => typeof name === 'string' && name !== '') as string | undefined;
  } catch {
    return undefined;
  }
}
