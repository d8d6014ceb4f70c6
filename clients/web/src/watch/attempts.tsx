import { useMemo } from 'react';
import { linkTo } from '../log/use-event-link.ts';
import { Spoken } from '../shared/spoken.tsx';
import type { Said } from '../shared/text.ts';
import { attemptsOf, type Attempt } from '../task/attempts.ts';
import { reasonOf } from '../task/journal.ts';
import { placeName } from '../task/steps.ts';
import type { TaskModel } from '../task/task-model.ts';
import { useWords } from '../words/language.ts';
import type { Words } from '../words/words.ts';

/** Every run that the log knows of, each with a way to its events. */
export function Attempts({ model }: { model: TaskModel }) {
  const words = useWords();
  const { failure, units } = words;
  const attempts = useMemo(() => attemptsOf(model.journal), [model.journal]);
  return (
    <>
      <h3>{failure.tried}</h3>
      <ol className="attempts">
        {attempts.map((attempt) => (
          <li key={attempt.number}>
            <strong>{words.watch.attempt(attempt.number)}</strong> <time dateTime={attempt.begun}>{units.moment(attempt.begun)}</time>
            {': '}
            <Spoken said={placeName(attempt.place, words)} />
            {attempt.failedPieces > 0 && <>. {failure.pieces(attempt.failedPieces)}</>}
            {'. '}
            <Spoken said={endOf(attempt, words)} />{' '}
            <a href={location.search + linkTo(attempt.seq)}>{failure.eventsOf(attempt.number)}</a>
          </li>
        ))}
      </ol>
      {attempts.length < model.attempt && <p className="hint">{failure.earlierGone}</p>}
    </>
  );
}

function endOf({ end }: Attempt, words: Words): Said {
  if (end === undefined) return { text: words.task.statuses.processing };
  if (end.type === 'failed') return reasonOf({ error: end.error, failure: end }, words) ?? { text: words.task.statuses.failed };
  return { text: end.type === 'cancelled' ? words.task.statuses.cancelled : words.task.statuses.completed };
}
