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

/** What a token says of a person. */
export interface TokenClaims {
  readonly name?: unknown;
  readonly sub?: unknown;
  readonly roles?: unknown;
  readonly role?: unknown;
  readonly realm_access?: { readonly roles?: unknown };
}

/**
 * Whether a token is an operator's, by the claims that most providers put roles into. The server may be told to read others: it has the
 * last word, and here one would miss a filter.
 */
export const isOperators = ({ roles, role, realm_access: realm }: TokenClaims): boolean =>
  [roles, role, realm?.roles].flat().some((text) => typeof text === 'string' && text.split(' ').includes('operator'));

function namedIn(token: string): string | undefined {
  const { name, sub } = claimsIn(token) ?? {};
  return [name, sub].find((text) => typeof text === 'string' && text !== '') as string | undefined;
}

/** The second part of a JWT (RFC 7519) says it; undefined when it is none. */
export function claimsIn(token: string): TokenClaims | undefined {
  try {
    const part = token.split('.')[1] ?? '';
    const bytes = Uint8Array.from(atob(part.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes)) as TokenClaims;
  } catch {
    return undefined;
  }
}
