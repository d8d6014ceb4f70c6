import { useState } from 'react';
import { guessLanguage, timeOf } from '../shared/text.ts';
import { earlierHistory, type TaskModel } from '../task/task-model.ts';

const shownAtFirst = 60;

/** What happened, the latest first, so that reading is not disturbed by what is added. */
export function Journal({ model, onReadEarlier }: { model: TaskModel; onReadEarlier: () => Promise<void> }) {
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
        <h2 id="journal-heading">What happened</h2>
        <label>
          <input type="checkbox" checked={pieces} onChange={(event) => setPieces(event.target.checked)} />
          Every detail
        </label>
      </header>
      <ol tabIndex={0} aria-label="Log, latest first">
        {shown.map((entry) => (
          <li key={entry.id} className={entry.tone} data-position={entry.id}>
            <time dateTime={entry.timestamp}>{timeOf(entry.timestamp)}</time>
            <span lang={guessLanguage(entry.text)}>{entry.text}</span>
          </li>
        ))}
        {shown.length === 0 && <li className="muted">Nothing yet.</li>}
      </ol>
      {shown.length < latest.length && (
        <button className="button quiet small" onClick={() => setAll(true)}>
          Show all {latest.length}
        </button>
      )}
      {earlier === 'kept' && shown.length === latest.length && (
        <button className="button quiet small" disabled={reading === 'yes'} onClick={readEarlier}>
          {reading === 'failed' ? 'That failed. Read earlier ones again' : 'Read earlier ones'}
        </button>
      )}
      {earlier === 'gone' && <p className="hint">What happened before is no longer kept.</p>}
    </aside>
  );
}
