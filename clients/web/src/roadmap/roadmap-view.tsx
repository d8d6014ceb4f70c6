import { useEffect, useMemo, useRef } from 'react';
import type { RoadmapDocument, RoadmapStage } from 'roadmap-task-progress';
import { languageTag } from '../shared/text.ts';
import type { ConceptWork } from '../task/concepts.ts';
import { useLanguageTag, useWords } from '../words/language.ts';
import { ConceptSection } from './concept-section.tsx';

interface RoadmapViewProps {
  readonly roadmap: RoadmapDocument;
  readonly works: ReadonlyMap<string, ConceptWork>;
  readonly complete: boolean;
}

export function RoadmapView({ roadmap, works, complete }: RoadmapViewProps) {
  const { roadmap: said } = useWords();
  const tag = useLanguageTag();
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
      <div className="roadmap-tools" lang={tag}>
        <button className="button quiet small" onClick={() => setAllOpen(true)}>
          {said.unfoldAll}
        </button>
        <button className="button quiet small" onClick={() => setAllOpen(false)}>
          {said.foldAll}
        </button>
        {complete && (
          <button className="button small" onClick={() => print()}>
            {said.print}
          </button>
        )}
      </div>
      {roadmap.stages.map((stage, index) => (
        <Stage key={stage.stage_id} stage={stage} number={index + 1} works={works} names={names} />
      ))}
      <footer className="muted" lang={tag}>
        {said.madeBy} <span lang="en">{roadmap.generated_by}</span>
      </footer>
    </article>
  );
}

function Overview({ roadmap }: { roadmap: RoadmapDocument }) {
  const { roadmap: said, start, units } = useWords();
  const tag = useLanguageTag();
  return (
    <header className="overview">
      <p className="lead">{roadmap.summary}</p>
      <dl className="figures" lang={tag}>
        <Figure term={said.work} value={units.hours(roadmap.total_hours)} />
        <Figure term={said.perWeek} value={units.hours(roadmap.hours_per_week)} />
        <Figure term={said.length} value={units.weeks(roadmap.weeks)} />
        <Figure term={said.from} value={start.levels[roadmap.level]} />
        {roadmap.target_deadline !== undefined && <Figure term={said.deadline} value={units.day(roadmap.target_deadline)} />}
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
  const { units } = useWords();
  const tag = useLanguageTag();
  return (
    <section className="stage" aria-labelledby={`stage-${stage.stage_id}`}>
      <header>
        <span className="stage-number" aria-hidden="true">
          {number}
        </span>
        <h2 id={`stage-${stage.stage_id}`}>{stage.title}</h2>
        <span className="hours" lang={tag}>
          {units.hours(stage.hours)}
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
