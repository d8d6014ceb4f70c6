import type { ConceptCounts } from 'roadmap-task-progress';
import { Spoken } from '../shared/spoken.tsx';
import { saidBySomebody } from '../shared/text.ts';
import { sayReasons } from '../task/reasons.ts';
import { contentTypes, overall, type ConceptWork } from '../task/concepts.ts';
import { useWords } from '../words/language.ts';
import './concept-board.css';

interface ConceptBoardProps {
  readonly works: ReadonlyMap<string, ConceptWork>;
  readonly counts: ConceptCounts;
  /** False when nobody works on it: nothing moves then. */
  readonly active: boolean;
}

/** Every concept and its three pieces, from waiting to made. */
export function ConceptBoard({ works, counts, active }: ConceptBoardProps) {
  const { making } = useWords();
  const total = Math.max(counts.total, works.size);
  const unnamed = total - works.size;
  return (
    <section className={active ? 'board active' : 'board'} aria-labelledby="board-heading">
      <header>
        <h2 id="board-heading">{making.concepts}</h2>
        <p className="muted">
          {making.list([making.made(counts.completed, total), ...(counts.failed > 0 ? [making.failed(counts.failed)] : [])])}
        </p>
      </header>
      <ul className="concepts">
        {[...works].map(([id, work]) => (
          <ConceptTile key={id} work={work} />
        ))}
      </ul>
      {unnamed > 0 && <p className="hint">{making.unnamed(unnamed)}</p>}
    </section>
  );
}

function ConceptTile({ work }: { work: ConceptWork }) {
  const words = useWords();
  const { making, task } = words;
  const state = overall(work);
  const pieces = contentTypes.map((type) => making.pieceState(task.pieces[type], making.conceptStates[work.pieces[type]]));
  return (
    <li className={`tile ${state}`} title={pieces.join('\n')}>
      <Spoken className="tile-name" said={saidBySomebody(work.name)} />
      <span className="tile-state">{making.conceptStates[state]}</span>
      <span className="pieces" aria-hidden="true">
        {contentTypes.map((type) => (
          <span key={type} className={`piece ${work.pieces[type]}`} />
        ))}
      </span>
      {work.error !== undefined &&
        state === 'failed' &&
        sayReasons(work.error.text, work.error.reasons, words).map((said, index) => (
          <Spoken key={index} className="tile-error" said={said} />
        ))}
    </li>
  );
}
