import { useEffect } from 'react';
import { ErrorCodes, type TaskProgressError } from 'roadmap-task-progress';
import { failureOf } from '../shared/failure.ts';
import { Heading } from '../shared/heading.tsx';
import { PageLink } from '../shared/page-link.tsx';
import { start } from '../shared/route.ts';
import { Spoken } from '../shared/spoken.tsx';
import { find } from '../shared/text.ts';
import { useWords } from '../words/language.ts';

export function RefusedPage({ error }: { error: TaskProgressError }) {
  const words = useWords();
  const { site, watch } = words;
  const heading = find(watch.refused, error.code) ?? watch.refusedOther;
  useEffect(() => {
    document.title = `${heading} · ${site.name}`;
  }, [heading, site]);
  return (
    <section className="refused" role="alert">
      <Heading>{heading}</Heading>
      <p className="lead">
        <Spoken said={failureOf(error, words)} />
      </p>
      {error.code === ErrorCodes.taskNotFound && <p className="muted">{watch.keptForAWhile}</p>}
      <PageLink to={start} className="button primary">
        {watch.makeNew}
      </PageLink>
    </section>
  );
}
