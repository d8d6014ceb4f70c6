import { useEffect, useMemo, useRef } from 'react';
import type { RoadmapDocument, RoadmapStage } from 'roadmap-task-progress';
import { count, dayOf, languageTag } from '../shared/text.ts';
import type { ConceptWork } from '../task/concepts.ts';
import { ConceptSection } from './concept-section.tsx';

interface RoadmapViewProps {
  readonly roadmap: RoadmapDocument;
  readonly works: ReadonlyMap<string, ConceptWork>;
  readonly complete: boolean;
}

export function RoadmapView({ roadmap, works, complete }: RoadmapViewProps) {
  const article = useRef<HTMLElement>(null);
  const setAllOpen = (open: boolean) => {
    for (const details of article.current?.querySelectorAll('details') ?? []) details.open = open;
  };
  const names = useMemo(
    () =>
      new Map(
        roadmap.stages
          .flatMap((stage) => stage.modules)
          .flatMap((module) => module.concepts)
          .map((concept) => [concept.concept_id, concept.name]),
      ),
    [roadmap],
  );

  // Paper cannot be unfolded.
  useEffect(() => {
    const unfold = () => setAllOpen(true);
    addEventListener('beforeprint', unfold);
    return () => removeEventListener('beforeprint', unfold);
  }, []);

  return (
    <article ref={article} className="roadmap" lang={languageTag(roadmap.language)} aria-label={roadmap.title}>
      <Overview roadmap={roadmap} />
      <div className="roadmap-tools" lang="en">
        <button className="button quiet small" onClick={() => setAllOpen(true)}>
          Unfold all
        </button>
        <button className="button quiet small" onClick={() => setAllOpen(false)}>
          Fold all
        </button>
        {complete && (
          <button className="button small" onClick={() => print()}>
            Print
          </button>
        )}
      </div>
      {roadmap.stages.map((stage, index) => (
        <Stage key={stage.stage_id} stage={stage} number={index + 1} works={works} names={names} />
      ))}
      <footer className="muted" lang="en">
        Made by: {roadmap.generated_by}
      </footer>
    </article>
  );
}

function Overview({ roadmap }: { roadmap: RoadmapDocument }) {
  return (
    <header className="overview">
      <p className="lead">{roadmap.summary}</p>
      <dl className="figures" lang="en">
        <Figure term="Work" value={count(roadmap.total_hours, 'hour')} />
        <Figure term="Per week" value={count(roadmap.hours_per_week, 'hour')} />
        <Figure term="Length" value={count(roadmap.weeks, 'week')} />
        <Figure term="From" value={roadmap.level} />
        {roadmap.target_deadline !== undefined && <Figure term="Deadline" value={dayOf(roadmap.target_deadline)} />}
      </dl>
      {roadmap.key_technologies.length > 0 && (
        <ul className="tags">
          {roadmap.key_technologies.map((technology) => (
            <li key={technology}>{technology}</li>
          ))}
        </ul>
      )}
      {roadmap.notes.length > 0 && (
        <ul className="notes">
          {roadmap.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
    </header>
  );
}

function Figure({ term, value }: { term: string; value: string }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{value}</dd>
    </div>
  );
}

interface StageProps {
  readonly stage: RoadmapStage;
  readonly number: number;
  readonly works: ReadonlyMap<string, ConceptWork>;
  readonly names: ReadonlyMap<string, string>;
}

function Stage({ stage, number, works, names }: StageProps) {
  return (
    <section className="stage" aria-labelledby={`stage-${stage.stage_id}`}>
      <header>
        <span className="stage-number" aria-hidden="true">
          {number}
        </span>
        <h2 id={`stage-${stage.stage_id}`}>{stage.title}</h2>
        <span className="hours" lang="en">
          {count(stage.hours, 'hour')}
        </span>
        <p>{stage.description}</p>
      </header>
      {stage.modules.map((module) => (
        <section key={module.module_id} className="module" aria-labelledby={`module-${module.module_id}`}>
          <h3 id={`module-${module.module_id}`}>{module.title}</h3>
          <p className="muted">{module.description}</p>
          {module.concepts.map((concept) => (
            <ConceptSection key={concept.concept_id} concept={concept} work={works.get(concept.concept_id)} names={names} />
          ))}
        </section>
      ))}
    </section>
  );
}
