import type { MouseEvent } from 'react';
import type { RoadmapConcept } from 'roadmap-task-progress';
import { overall, type ConceptWork } from '../task/concepts.ts';
import { useLanguageTag, useWords } from '../words/language.ts';
import { Questions, Resources, StudyGuide } from './concept-content.tsx';

interface ConceptSectionProps {
  readonly concept: RoadmapConcept;
  readonly work: ConceptWork | undefined;
  /** The names of all concepts by their ids. */
  readonly names: ReadonlyMap<string, string>;
}

export function ConceptSection({ concept, work, names }: ConceptSectionProps) {
  const { roadmap, units } = useWords();
  const tag = useLanguageTag();
  const { tutorial, resources, quiz } = concept.content ?? {};
  return (
    <details className={`concept ${work === undefined ? 'waiting' : overall(work)}`} id={anchor(concept.concept_id)}>
      <summary>
        <h4>{concept.name}</h4>
        <span className="concept-facts" lang={tag}>
          <span>{units.hours(concept.hours)}</span>
          <span>{units.weekSpan(concept.first_week, concept.last_week)}</span>
          <span>{roadmap.difficulties[concept.difficulty]}</span>
        </span>
      </summary>
      <div className="concept-body">
        <p>{concept.description}</p>
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
          <a href={`#${anchor(id)}`} onClick={(event) => unfold(event, id)}>
            {names.get(id) ?? id}
          </a>
        </span>
      ))}
    </p>
  );
}

const anchor = (conceptId: string): string => `concept-${conceptId}`;

function unfold(event: MouseEvent, conceptId: string): void {
  const details = document.getElementById(anchor(conceptId));
  if (!(details instanceof HTMLDetailsElement)) return;
  event.preventDefault();
  details.open = true;
  details.scrollIntoView({ block: 'start' });
  details.querySelector('summary')?.focus({ preventScroll: true });
}
