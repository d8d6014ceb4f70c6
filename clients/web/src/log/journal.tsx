import { useEffect, useMemo, useState } from 'react';
import { CopyButton } from '../shared/copy-button.tsx';
import { earlierHistory, type TaskModel } from '../task/task-model.ts';
import { useWords } from '../words/language.ts';
import { JournalList } from './journal-list.tsx';
import { matches, textOf } from './search.ts';
import { useEventLink } from './use-event-link.ts';
import './journal.css';

interface JournalProps {
  readonly model: TaskModel;
  readonly onReadEarlier: () => Promise<void>;
}

/** What happened, the latest first, so that reading is not disturbed by what is added. */
export function Journal({ model, onReadEarlier }: JournalProps) {
  const words = useWords();
  const { log, units } = words;
  const [details, setDetails] = useState(false);
  const [query, setQuery] = useState('');
  const [reading, setReading] = useState<'no' | 'yes' | 'failed'>('no');
  const earlier = earlierHistory(model);
  const linked = useEventLink();
  const wanted = query.trim().toLowerCase();
  const entries = useMemo(
    () =>
      model.journal
        .filter(({ event, tone }) => details || tone !== 'detail' || event.seq === linked?.seq)
        .filter(({ event }) => matches(event, wanted, words))
        .toReversed(),
    [model.journal, details, linked, wanted, words],
  );
  const readEarlier = () => {
    if (reading === 'yes') return;
    setReading('yes');
    onReadEarlier().then(
      () => setReading('no'),
      () => setReading('failed'),
    );
  };

  // An event that is linked to may have to be fetched, page by page.
  const isLinkedEarlier = linked !== undefined && linked.seq < (model.journal[0]?.event.seq ?? 0);
  const mustRead = isLinkedEarlier && earlier === 'kept' && reading === 'no';
  useEffect(() => {
    if (mustRead) readEarlier();
  });

  return (
    <aside className="journal" aria-labelledby="journal-heading">
      <header>
        <h2 id="journal-heading">{log.heading}</h2>
        <label>
          <input type="checkbox" checked={details} onChange={(event) => setDetails(event.target.checked)} />
          {log.everyDetail}
        </label>
      </header>
      <div className="journal-tools">
        <input
          type="search"
          aria-label={log.search}
          placeholder={log.search}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
        <CopyButton
          text={() => entries.map(({ event }) => `${units.clock(event.timestamp)} ${textOf(event, words)}`).join('\n')}
        />
      </div>
      <p className={wanted === '' ? 'visually-hidden' : 'hint'} role="status">
        {wanted === '' ? '' : log.found(entries.length)}
      </p>
      <JournalList entries={entries} linked={linked} {...(earlier === 'kept' && reading === 'no' && { onEnd: readEarlier })} />
      {earlier === 'kept' && (
        <button className="button quiet small" disabled={reading === 'yes'} onClick={readEarlier}>
          {reading === 'yes' ? log.readingEarlier : reading === 'failed' ? log.readEarlierAgain : log.readEarlier}
        </button>
      )}
      {earlier === 'gone' && <p className="hint">{log.earlierGone}</p>}
    </aside>
  );
}
