import { TaskKinds, TaskSteps } from 'roadmap-task-progress';
import { find, readable, saidBySomebody, type Said } from '../shared/text.ts';
import type { Words } from '../words/words.ts';

export interface Step {
  readonly id: keyof Words['task']['places'];
  /** Other values of `current_step` that belong to the same place on the way. */
  readonly also?: readonly string[];
}

/** The way of every roadmap, as people see it. */
export const steps: readonly Step[] = [
  { id: TaskSteps.intentAnalysis, also: [TaskSteps.queued] },
  { id: TaskSteps.curriculumDesign },
  { id: TaskSteps.structureValidation },
  { id: TaskSteps.humanReview, also: [TaskSteps.roadmapEdit] },
  { id: TaskSteps.contentGeneration },
  { id: TaskSteps.completed },
];

export function indexOfStep(step: string): number {
  return steps.findIndex((known) => known.id === step || known.also?.includes(step));
}

/** `failed` and `cancelled` are ends, not places on the way. */
export function isPlace(step: string): boolean {
  return step !== TaskSteps.failed && step !== TaskSteps.cancelled;
}

/** In these steps there is no plan yet that could be read. */
export function isBeforePlan(step: string): boolean {
  const index = indexOfStep(step);
  return index >= 0 && index < indexOfStep(TaskSteps.structureValidation);
}

/** What is going on, in words. A step that this page does not know says its own name. */
export function activity(step: string, { task }: Words): Said {
  const known = find(task.activities, step);
  return known === undefined ? readable(step) : { text: known };
}

/** A place on the way by its name. */
export function placeName(place: string, words: Words): Said {
  const known = find(words.task.places, place);
  return known === undefined ? activity(place, words) : { text: known };
}

/** What a task is called, or what it is where it has no title. */
export function titleOf({ title, kind }: { readonly title?: string | undefined; readonly kind: string | undefined }, words: Words): Said {
  if (title !== undefined) return saidBySomebody(title);
  if (kind === undefined || kind === TaskKinds.roadmapGeneration) return { text: words.start.untitled };
  return { text: words.task.untitled(readable(kind).text) };
}
