import { memo } from 'react';
import { CopyButton } from '../shared/copy-button.tsx';
import { Spoken } from '../shared/spoken.tsx';
import { describe, type JournalEntry } from '../task/journal.ts';
import { useWords } from '../words/language.ts';
import { linkTo } from './use-event-link.ts';

interface JournalRowProps {
  readonly entry: JournalEntry;
  readonly isOpen: boolean;
  readonly isLinked: boolean;
  readonly onToggle: (id: string) => void;
}

/** One event as a line, and all of it when it is opened. */
export const JournalRow = memo(function JournalRow({ entry, isOpen, isLinked, onToggle }: JournalRowProps) {
  const words = useWords();
  const { log, units } = words;
  const { event, id } = entry;
  return (
    <>
      <button
        type="button"
        className="journal-line"
        aria-expanded={isOpen}
        aria-current={isLinked ? 'location' : undefined}
        onClick={() => onToggle(id)}
      >
        <time dateTime={event.timestamp}>{units.clock(event.timestamp)}</time>
        <Spoken said={describe(event, words)} />
      </button>
      {isOpen && (
        <div className="journal-event">
          <pre lang="en" tabIndex={0} aria-label={log.details(event.seq)}>
            {JSON.stringify(event, null, 2)}
          </pre>
          <div className="actions">
            <CopyButton label={log.copyEvent} text={() => JSON.stringify(event, null, 2)} />
            <a className="button quiet small" href={location.search + linkTo(event.seq)}>
              {log.link}
            </a>
          </div>
        </div>
      )}
    </>
  );
}, isSame);

/** The list is rendered anew with every event; a row that has not changed is not. */
function isSame(before: JournalRowProps, after: JournalRowProps): boolean {
  return before.entry.id === after.entry.id && before.isOpen === after.isOpen && before.isLinked === after.isLinked;
}
