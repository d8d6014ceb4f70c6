import { useSyncExternalStore } from 'react';
import type { SignInDocument } from 'roadmap-task-progress';
import { forgetInTab, isKept } from '../kept/kept.ts';
import { callInTheNameOf } from '../shared/bearer.ts';
import { client } from '../shared/client.ts';
import { settleAt } from '../shared/route.ts';
import { claimsIn, GivenToken, isOperators } from './given-token.ts';
import { listenForLinks, linkTo } from './links.ts';
import type { Provider, ProviderDocument } from './provider.ts';
import { loadSignIn } from './sign-in-document.ts';

/** Why somebody who wanted in is not. */
export type SignInTrouble = 'ended' | 'no_token' | 'provider' | 'nothing_kept';

export type Session =
  /** It is not known yet how people sign in. */
  | { readonly name: 'unknown' }
  /** Nobody signs in: everybody may do everything, or everybody on this machine. */
  | { readonly name: 'open'; readonly to: 'everybody' | 'this_machine' }
  | { readonly name: 'out'; readonly by: 'provider' | 'token'; readonly trouble?: SignInTrouble }
  | { readonly name: 'in'; readonly who: string; readonly sub: string | undefined; readonly isOperator: boolean };

let session: Session = { name: 'unknown' };
let by: 'provider' | 'token' = 'token';
let provider: Provider | undefined;
const given = new GivenToken();
const listeners = new Set<() => void>();

export const useSession = (): Session => useSyncExternalStore(subscribe, () => session);

/** Before anything is shown: whatever calls the server waits until it is known in whose name. */
export function beginSession(): void {
  listenForLinks();
  // The provider's library keeps what it needs to know the person again: it ends where the browser keeps nothing.
  const begun = begin().catch(() => change({ name: 'out', by, trouble: isKept() ? 'provider' : 'nothing_kept' }));
  callInTheNameOf({
    token: async () => {
      await begun;
      return session.name === 'in' ? ((await way()?.token()) ?? '') : '';
    },
    linkTo,
    refused: () => {
      if (session.name !== 'in') return;
      change({ name: 'out', by, trouble: 'ended' });
      void way()?.forget();
    },
  });
}

/** To the provider, and back to this place. */
export async function leaveForProvider(): Promise<void> {
  try {
    if (provider === undefined) location.reload();
    await provider?.leave(location.pathname + location.search);
  } catch {
    change({ name: 'out', by, trouble: 'provider' });
  }
}

export function signInWith(token: string): void {
  const who = given.take(token);
  if (who === undefined) {
    change({ name: 'out', by, trouble: 'no_token' });
    return;
  }
  change(inAs(who, token));
  // What was refused before is tried again.
  client.reconnect();
}

export function signOut(): void {
  // Nothing stays of what the person saw and typed; what the page needs for signing out does.
  forgetInTab((key) => !key.startsWith('roadmap:'));
  void way()?.signOut();
}

async function begin(): Promise<void> {
  const document = await loadSignIn();
  if (document.mode !== 'token') {
    change({ name: 'open', to: document.mode === 'open' ? 'everybody' : 'this_machine' });
    return;
  }
  const comesBack = isProvider(document) ? await beginWith(document) : undefined;
  const who = await way()?.restore();
  if (who === undefined) change({ name: 'out', by, ...(comesBack === 'refused' && { trouble: 'provider' }) });
  else change(inAs(who, await tokenNow()));
}

/** A provider that is away has none for now: then less is known, and all else is as it would be. */
async function tokenNow(): Promise<string> {
  try {
    return (await way()?.token()) ?? '';
  } catch {
    return '';
  }
}

function inAs(who: string, token: string): Session {
  const claims = claimsIn(token) ?? {};
  return { name: 'in', who, sub: typeof claims.sub === 'string' ? claims.sub : undefined, isOperator: isOperators(claims) };
}

/** Only here the library for it is loaded. */
async function beginWith(document: ProviderDocument): Promise<'refused' | undefined> {
  by = 'provider';
  const { Provider } = await import('./provider.ts');
  provider = new Provider(document);
  if (!comesFromProvider()) return undefined;
  try {
    settleAt(await provider.comeBack());
    return undefined;
  } catch {
    settleAt(location.pathname);
    return 'refused';
  }
}

function comesFromProvider(): boolean {
  const query = new URLSearchParams(location.search);
  return query.has('state') && (query.has('code') || query.has('error'));
}

const isProvider = (document: SignInDocument): document is ProviderDocument =>
  document.authority !== undefined && document.client_id !== undefined;

const way = () => (by === 'provider' ? provider : given);

function change(next: Session): void {
  session = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
