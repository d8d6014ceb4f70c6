import { useState } from 'react';
import { Spoken } from '../shared/spoken.tsx';
import { describe } from '../task/journal.ts';
import { earlierHistory, type TaskModel } from '../task/task-model.ts';
import { useWords } from '../words/language.ts';

const shownAtFirst = 60;

/** What happened, the latest first, so that reading is not disturbed by what is added. */
export function Journal({ model, onReadEarlier }: { model: TaskModel; onReadEarlier: () => Promise<void> }) {
  const words = useWords();
  const { log, units } = words;
  const [pieces, setPieces] = useState(false);
  const [all, setAll] = useState(false);
  const [reading, setReading] = useState<'no' | 'yes' | 'failed'>('no');
  const earlier = earlierHistory(model);
  const latest = model.journal.filter((entry) => pieces || entry.tone !== 'detail').toReversed();
  const shown = all ? latest : latest.slice(0, shownAtFirst);
  const readEarlier = () => {
    setReading('yes');
    setAll(true);
    onReadEarlier().then(
      () => setReading('no'),
      () => setReading('failed'),
    );
  };

  return (
    <aside className="journal" aria-labelledby="journal-heading">
      <header>
        <h2 id="journal-heading">{log.heading}</h2>
        <label>
          <input type="checkbox" checked={pieces} onChange={(event) => setPieces(event.target.checked)} />
          {log.everyDetail}
        </label>
      </header>
      <ol tabIndex={0} aria-label={log.latestFirst}>
        {shown.map(({ id, tone, event }) => (
          <li key={id} className={tone} data-position={id}>
            <time dateTime={event.timestamp}>{units.clock(event.timestamp)}</time>
            <Spoken said={describe(event, words)} />
          </li>
        ))}
        {shown.length === 0 && <li className="muted">{log.nothing}</li>}
      </ol>
      {shown.length < latest.length && (
        <button className="button quiet small" onClick={() => setAll(true)}>
          {log.showAll(latest.length)}
        </button>
      )}
      {earlier === 'kept' && shown.length === latest.length && (
        <button className="button quiet small" disabled={reading === 'yes'} onClick={readEarlier}>
          {reading === 'failed' ? log.readEarlierAgain : log.readEarlier}
        </button>
      )}
      {earlier === 'gone' && <p className="hint">{log.earlierGone}</p>}
    </aside>
  );
}
