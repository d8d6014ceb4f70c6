import { useWords } from '../words/language.ts';
import { useSession } from './session.ts';

/** Says of a server that asks nobody who they are that it does not: plainly where others reach it. */
export function OpenNotice() {
  const { account } = useWords();
  const session = useSession();
  if (session.name !== 'open') return null;
  return session.to === 'everybody' ? (
    <p className="open-notice">{account.openToEverybody}</p>
  ) : (
    <p className="open-notice quiet">{account.openToThisMachine}</p>
  );
}
