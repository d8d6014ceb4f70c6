import type { ReactNode } from 'react';
import { linkTo } from './links.ts';
import { useSession } from './session.ts';
import { SignInPage } from './sign-in-page.tsx';

/** A part of the page for those who may see it: who is not signed in is asked to, at the same address. A link needs nobody's name. */
export function SignedIn({ taskId, children }: { taskId: string | undefined; children: ReactNode }) {
  const session = useSession();
  if (taskId !== undefined && linkTo(taskId) !== undefined) return children;
  if (session.name === 'unknown') return null;
  return session.name === 'out' ? <SignInPage by={session.by} trouble={session.trouble} /> : children;
}
