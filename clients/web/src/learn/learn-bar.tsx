import { useId, useState } from 'react';
import type { RoadmapDocument } from 'roadmap-task-progress';
import { ConceptLink } from '../roadmap/concept-link.tsx';
import { dayOf } from '../shared/days.ts';
import { languageTag } from '../shared/text.ts';
import { useWords } from '../words/language.ts';
import { figuresOf, resumeAt, type Progress } from './progress.ts';
import type { ProgressStore } from './progress-store.ts';
import './learn.css';

interface LearnBarProps {
  readonly roadmap: RoadmapDocument;
  readonly progress: Progress;
  readonly keep: ProgressStore['keep'];
}

/** Where the reader is: which week, how many hours, what comes next. */
export function LearnBar({ roadmap, progress, keep }: LearnBarProps) {
  const { learn, units } = useWords();
  const headingId = useId();
  const { week, learnt, concepts, hoursDone, hoursLeft } = figuresOf(roadmap, progress, dayOf(new Date()));
  const next = resumeAt(roadmap, progress);
  return (
    <section className="learn-bar" aria-labelledby={headingId}>
      <header>
        <h2 id={headingId}>{week === 0 ? learn.beginsOn(units.day(progress.started)) : learn.week(week, roadmap.weeks)}</h2>
        <p className="muted">
          {learn.learntOf(learnt, concepts)} · {learn.hours(hoursDone, hoursLeft)}
        </p>
      </header>
      <div
        className="bar"
        role="progressbar"
        aria-label={learn.progress}
        aria-valuemin={0}
        aria-valuemax={roadmap.total_hours}
        aria-valuenow={hoursDone}
      >
        <div style={{ inlineSize: `${roadmap.total_hours === 0 ? 0 : (hoursDone / roadmap.total_hours) * 100}%` }} />
      </div>
      <div className="actions">
        {next === undefined ? (
          <p className="learn-arrived">{learn.arrived}</p>
        ) : (
          <ConceptLink conceptId={next.concept_id} className="button primary">
            <span lang={languageTag(roadmap.language)}>{learn.resume(next.name)}</span>
          </ConceptLink>
        )}
        <Forget onForget={() => keep(undefined)} />
      </div>
      <p className="hint">{learn.keptHere}</p>
    </section>
  );
}

/** Asks once more: ticks are nowhere else. */
function Forget({ onForget }: { onForget: () => void }) {
  const { learn } = useWords();
  const [asking, setAsking] = useState(false);
  if (!asking)
    return (
      <button type="button" className="button quiet" onClick={() => setAsking(true)}>
        {learn.forget}
      </button>
    );
  return (
    <>
      <span>{learn.forgetAsk}</span>
      <button type="button" className="button danger" onClick={onForget}>
        {learn.forgetYes}
      </button>
      <button type="button" className="button quiet" autoFocus onClick={() => setAsking(false)}>
        {learn.forgetNo}
      </button>
    </>
  );
}
