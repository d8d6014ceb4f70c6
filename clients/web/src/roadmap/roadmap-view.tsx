import { memo, useEffect, useMemo, useRef, type ReactNode } from 'react';
import type { RoadmapConcept, RoadmapDocument, RoadmapStage } from 'roadmap-task-progress';
import { languageTag } from '../shared/text.ts';
import type { ConceptWork } from '../task/concepts.ts';
import { useLanguageTag, useWords } from '../words/language.ts';
import { ConceptSection } from './concept-section.tsx';
import { conceptIn, openConcept } from './open-concept.ts';
import type { PlanChanges } from './plan-changes.ts';

interface RoadmapViewProps {
  readonly roadmap: RoadmapDocument;
  readonly works: ReadonlyMap<string, ConceptWork>;
  /** What the last edit has changed. */
  readonly changes?: PlanChanges | undefined;
  /** What stands beside a concept, in the place of its halt. */
  readonly mark?: ((concept: RoadmapConcept) => ReactNode) | undefined;
  readonly onOpen?: ((conceptId: string) => void) | undefined;
}

export const RoadmapView = memo(function RoadmapView({ roadmap, works, changes, mark, onOpen }: RoadmapViewProps) {
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

  // The address may name a concept, here or in a link that somebody was given.
  useEffect(() => {
    const open = () => {
      const conceptId = conceptIn(location.hash);
      if (conceptId !== undefined) openConcept(conceptId);
    };
    open();
    addEventListener('hashchange', open);
    return () => removeEventListener('hashchange', open);
  }, []);

  return (
    <article ref={article} className="roadmap" lang={languageTag(roadmap.language)} aria-label={roadmap.title}>
      <Overview roadmap={roadmap}>
        <div className="roadmap-tools" lang={tag}>
          <button className="button quiet small" onClick={() => setAllOpen(true)}>
            {said.unfoldAll}
          </button>
          <button className="button quiet small" onClick={() => setAllOpen(false)}>
            {said.foldAll}
          </button>
        </div>
      </Overview>
      {roadmap.stages.map((stage, index) => (
        <Stage
          key={stage.stage_id}
          stage={stage}
          number={index + 1}
          works={works}
          names={names}
          changes={changes}
          mark={mark}
          onOpen={onOpen}
        />
      ))}
      <footer className="about-plan">
        {roadmap.notes.length > 0 && (
          <ul className="notes">
            {roadmap.notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        )}
        {roadmap.key_technologies.length > 0 && (
          <ul className="tags">
            {roadmap.key_technologies.map((technology) => (
              <li key={technology}>{technology}</li>
            ))}
          </ul>
        )}
        <p className="muted" lang={tag}>
          {said.madeBy} <span lang="en">{roadmap.generated_by}</span>
        </p>
      </footer>
    </article>
  );
});

function Overview({ roadmap, children }: { roadmap: RoadmapDocument; children: ReactNode }) {
  const { roadmap: said, start, units } = useWords();
  const tag = useLanguageTag();
  return (
    <header className="overview">
      <p className="lead">{roadmap.summary}</p>
      <div className="overview-row">
        <dl className="figures" lang={tag}>
          <Figure term={said.work} value={units.hours(roadmap.total_hours)} />
          <Figure term={said.perWeek} value={units.hours(roadmap.hours_per_week)} />
          <Figure term={said.length} value={units.weeks(roadmap.weeks)} />
          <Figure term={said.from} value={start.levels[roadmap.level]} />
          {roadmap.target_deadline !== undefined && <Figure term={said.deadline} value={units.day(roadmap.target_deadline)} />}
        </dl>
        {children}
      </div>
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

interface StageProps extends Pick<RoadmapViewProps, 'works' | 'changes' | 'mark' | 'onOpen'> {
  readonly stage: RoadmapStage;
  readonly number: number;
  readonly names: ReadonlyMap<string, string>;
}

function Stage({ stage, number, works, names, changes, mark, onOpen }: StageProps) {
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
        // Modules of several stages may be called the same, which regions may not.
        <section key={module.module_id} className="module" role="group" aria-labelledby={`module-${module.module_id}`}>
          <h3 id={`module-${module.module_id}`}>{module.title}</h3>
          <p className="muted">{module.description}</p>
          {module.concepts.map((concept) => (
            <ConceptSection
              key={concept.concept_id}
              concept={concept}
              work={works.get(concept.concept_id)}
              names={names}
              change={changes?.concepts.get(concept.concept_id)}
              mark={mark?.(concept)}
              onOpen={onOpen}
            />
          ))}
        </section>
      ))}
    </section>
  );
}
