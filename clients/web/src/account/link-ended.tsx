import { useEffect } from 'react';
import { Heading } from '../shared/heading.tsx';
import { useWords } from '../words/language.ts';
import { leaveLink } from './links.ts';

/** In the place of a task whose link is not taken any more. */
export function LinkEnded({ taskId }: { taskId: string }) {
  const { account, site } = useWords();
  useEffect(() => {
    document.title = `${account.linkEnded.heading} · ${site.name}`;
  }, [account, site]);
  return (
    <section className="refused" role="alert">
      <Heading>{account.linkEnded.heading}</Heading>
      <p className="lead">{account.linkEnded.why}</p>
      <button className="button primary" onClick={() => leaveLink(taskId)}>
        {account.leaveLink}
      </button>
    </section>
  );
}
