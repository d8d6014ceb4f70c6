import { useWords } from '../words/language.ts';
import { leaveLink, rightsTo } from './links.ts';
import { useSession } from './session.ts';

/** Who watches by a link is told so, and what that lets it do. */
export function LinkNotice({ taskId }: { taskId: string }) {
  const { account } = useWords();
  const session = useSession();
  return (
    <p className="link-notice" role="note">
      <span>
        <strong>{account.byLink}</strong> {rightsTo(taskId).review ? account.linkMay.review : account.linkMay.watch}
      </span>
      {session.name !== 'open' && (
        <button className="text-button" onClick={() => leaveLink(taskId)}>
          {account.leaveLink}
        </button>
      )}
    </p>
  );
}
