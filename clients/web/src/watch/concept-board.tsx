import type { ConceptCounts } from 'roadmap-task-progress';
import { contentTypes, overall, type ConceptWork, type ConceptState } from '../task/concepts.ts';

const words: Readonly<Record<ConceptState, string>> = {
  waiting: 'waiting',
  partly: 'partly made',
  making: 'being made',
  made: 'made',
  failed: 'failed',
};
const pieceNames = { tutorial: 'study guide', resources: 'resources', quiz: 'questions' } as const;

interface ConceptBoardProps {
  readonly works: ReadonlyMap<string, ConceptWork>;
  readonly counts: ConceptCounts;
  /** False when nobody works on it: nothing moves then. */
  readonly active: boolean;
}

/** Every concept and its three pieces, from waiting to made. */
export function ConceptBoard({ works, counts, active }: ConceptBoardProps) {
  const total = Math.max(counts.total, works.size);
  const unnamed = total - works.size;
  return (
    <section className={active ? 'board active' : 'board'} aria-labelledby="board-heading">
      <header>
        <h2 id="board-heading">Concepts</h2>
        <p className="muted">
          {counts.completed} of {total} made{counts.failed > 0 && `, ${counts.failed} failed`}
        </p>
      </header>
      <ul className="concepts">
        {[...works].map(([id, work]) => (
          <ConceptTile key={id} work={work} />
        ))}
      </ul>
      {unnamed > 0 && <p className="hint">{unnamed === 1 ? 'Another one is' : `${unnamed} others are`} known by number only.</p>}
    </section>
  );
}

function ConceptTile({ work }: { work: ConceptWork }) {
  const state = overall(work);
  return (
    <li className={`tile ${state}`} title={contentTypes.map((type) => `${pieceNames[type]}: ${words[work.pieces[type]]}`).join('\n')}>
      <span className="tile-name">{work.name}</span>
      <span className="tile-state">{words[state]}</span>
      <span className="pieces" aria-hidden="true">
        {contentTypes.map((type) => (
          <span key={type} className={`piece ${work.pieces[type]}`} />
        ))}
      </span>
      {work.error !== undefined && state === 'failed' && <span className="tile-error">{work.error}</span>}
    </li>
  );
}
