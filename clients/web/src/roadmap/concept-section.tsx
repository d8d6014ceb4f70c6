import type { ReactNode } from 'react';
import type { RoadmapConcept } from 'roadmap-task-progress';
import { overall, type ConceptWork } from '../task/concepts.ts';
import { sayReasons } from '../task/reasons.ts';
import { useLanguageTag, useWords } from '../words/language.ts';
import { ConceptLink } from './concept-link.tsx';
import { Questions, Resources, StudyGuide } from './concept-content.tsx';
import { anchorOf } from './open-concept.ts';
import type { ConceptChange } from './plan-changes.ts';

interface ConceptSectionProps {
  readonly concept: RoadmapConcept;
  readonly work: ConceptWork | undefined;
  /** The names of all concepts by their ids. */
  readonly names: ReadonlyMap<string, string>;
  /** What the last edit made of it. */
  readonly change: ConceptChange | undefined;
  /** Stands in the place of its halt beside the way. */
  readonly mark: ReactNode;
  readonly onOpen: ((conceptId: string) => void) | undefined;
}

export function ConceptSection({ concept, work, names, change, mark, onOpen }: ConceptSectionProps) {
  const words = useWords();
  const { making, roadmap, units } = words;
  const tag = useLanguageTag();
  const { tutorial, resources, quiz } = concept.content ?? {};
  const state = work === undefined ? 'waiting' : overall(work);
  return (
    <div className="concept-row" data-change={change?.kind} data-concept-id={concept.concept_id}>
      {mark}
      <details
        className={`concept ${state}`}
        id={anchorOf(concept.concept_id)}
      >
        {/* Not by the event of its unfolding: paper and "unfold all" unfold what nobody reads. */}
        <summary onClick={() => onOpen?.(concept.concept_id)}>
          <h4>{concept.name}</h4>
          <span className="concept-facts" lang={tag}>
            {change !== undefined && <ChangeNote change={change} />}
            {state === 'failed' && <span className="failed">{making.conceptStates.failed}</span>}
            <span>{units.hours(concept.hours)}</span>
            <span>{units.weekSpan(concept.first_week, concept.last_week)}</span>
            <span>{roadmap.difficulties[concept.difficulty]}</span>
          </span>
        </summary>
        <div className="concept-body">
          <p>{concept.description}</p>
          {state === 'failed' &&
            work?.error !== undefined &&
            sayReasons(work.error.text, work.error.reasons, words).map((said, index) => (
              <p key={index} className="alert bad" lang={said.lang ?? tag}>
                {said.text}
              </p>
            ))}
          <Prerequisites ids={concept.prerequisites} names={names} />
          {concept.keywords.length > 0 && (
            <ul className="tags small">
              {concept.keywords.map((keyword) => (
                <li key={keyword}>{keyword}</li>
              ))}
            </ul>
          )}
          {tutorial !== undefined && <StudyGuide tutorial={tutorial} known={concept.description} />}
          {resources !== undefined && <Resources resources={resources} />}
          {quiz !== undefined && <Questions quiz={quiz} />}
        </div>
      </details>
    </div>
  );
}

function ChangeNote({ change }: { change: ConceptChange }) {
  const { changes, units } = useWords();
  return (
    <span className="change-note">
      {'before' in change ? changes.hours(changes.kinds[change.kind], units.number(change.before)) : changes[change.kind]}
    </span>
  );
}

function Prerequisites({ ids, names }: { ids: readonly string[]; names: ReadonlyMap<string, string> }) {
  const { roadmap } = useWords();
  const tag = useLanguageTag();
  if (ids.length === 0) return null;
  return (
    <p className="prerequisites">
      <span lang={tag}>{roadmap.prerequisites}</span>{' '}
      {ids.map((id, index) => (
        <span key={id}>
          {index > 0 && ', '}
          <ConceptLink conceptId={id}>{names.get(id) ?? id}</ConceptLink>
        </span>
      ))}
    </p>
  );
}
