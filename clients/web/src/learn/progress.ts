import type { RoadmapConcept, RoadmapDocument } from 'roadmap-task-progress';
import { daysBetween, plusDays } from '../shared/days.ts';

/** How far somebody is with a roadmap. */
export interface Progress {
  /** The first day. */
  readonly started: string;
  /** The ids of the concepts that are learnt. */
  readonly learnt: readonly string[];
  /** The concept that was read last. */
  readonly last?: string;
}

export interface LearnFigures {
  readonly concepts: number;
  readonly learnt: number;
  readonly hoursDone: number;
  readonly hoursLeft: number;
  /** The week of the plan, from 1; 0 before its first day. */
  readonly week: number;
}

const daysPerWeek = 7;

export const conceptsIn = (roadmap: RoadmapDocument): readonly RoadmapConcept[] =>
  roadmap.stages.flatMap((stage) => stage.modules).flatMap((module) => module.concepts);

/** What was ticked in an earlier plan and is not in this one counts for nothing. */
export function figuresOf(roadmap: RoadmapDocument, progress: Progress, today: string): LearnFigures {
  const learnt = new Set(progress.learnt);
  const concepts = conceptsIn(roadmap);
  const done = concepts.filter((concept) => learnt.has(concept.concept_id));
  const hoursDone = sumOf(done);
  const days = daysBetween(progress.started, today);
  return {
    concepts: concepts.length,
    learnt: done.length,
    hoursDone,
    hoursLeft: sumOf(concepts) - hoursDone,
    week: days < 0 ? 0 : Math.floor(days / daysPerWeek) + 1,
  };
}

/** The first concept in the plan's order that is not learnt, and whose prerequisites are; undefined when all is learnt. */
export function nextConcept(roadmap: RoadmapDocument, progress: Progress): RoadmapConcept | undefined {
  const learnt = new Set(progress.learnt);
  const concepts = conceptsIn(roadmap);
  const here = new Set(concepts.map((concept) => concept.concept_id));
  const open = concepts.filter((concept) => !learnt.has(concept.concept_id));
  return open.find((concept) => concept.prerequisites.every((id) => learnt.has(id) || !here.has(id))) ?? open[0];
}

/** Where to go on: what was being read and is not learnt yet, or else what comes next. */
export function resumeAt(roadmap: RoadmapDocument, progress: Progress): RoadmapConcept | undefined {
  const last = conceptsIn(roadmap).find((concept) => concept.concept_id === progress.last);
  return last !== undefined && !progress.learnt.includes(last.concept_id) ? last : nextConcept(roadmap, progress);
}

export function withMark(progress: Progress, conceptId: string, learnt: boolean): Progress {
  const others = progress.learnt.filter((id) => id !== conceptId);
  return { ...progress, learnt: learnt ? [...others, conceptId] : others };
}

/** The day on which the last hour is learnt, at the plan's hours a week. */
export function lastDay(roadmap: RoadmapDocument, started: string): string {
  const days = Math.ceil((roadmap.total_hours / roadmap.hours_per_week) * daysPerWeek);
  return plusDays(started, Math.max(0, days - 1));
}

const sumOf = (concepts: readonly RoadmapConcept[]): number =>
  Math.round(concepts.reduce((sum, concept) => sum + concept.hours, 0) * 100) / 100;
