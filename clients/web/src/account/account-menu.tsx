import { useWords } from '../words/language.ts';
import { signOut, useSession } from './session.ts';

/** Who is signed in, in the header, and the way out. */
export function AccountMenu() {
  const { account } = useWords();
  const session = useSession();
  if (session.name !== 'in') return null;
  return (
    <div className="account" role="group" aria-label={account.account}>
      <span className="account-who" title={session.who}>
        <span className="visually-hidden">{account.signedInAs} </span>
        {session.who}
      </span>
      <button className="button quiet small" onClick={signOut}>
        {account.signOut}
      </button>
    </div>
  );
}
