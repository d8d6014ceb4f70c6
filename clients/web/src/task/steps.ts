import { TaskSteps } from 'roadmap-task-progress';

export interface Step {
  readonly id: string;
  readonly label: string;
  /** Other values of `current_step` that belong to the same place on the way. */
  readonly also?: readonly string[];
}

/** The way of every roadmap, as people see it. */
export const steps: readonly Step[] = [
  { id: TaskSteps.intentAnalysis, label: 'Understand the goal', also: [TaskSteps.queued] },
  { id: TaskSteps.curriculumDesign, label: 'Design the plan' },
  { id: TaskSteps.structureValidation, label: 'Check the plan' },
  { id: TaskSteps.humanReview, label: 'Your review', also: [TaskSteps.roadmapEdit] },
  { id: TaskSteps.contentGeneration, label: 'Write the content' },
  { id: TaskSteps.completed, label: 'Ready' },
];

export function indexOfStep(step: string): number {
  return steps.findIndex((known) => known.id === step || known.also?.includes(step));
}

/** `failed` and `cancelled` are ends, not places on the way. */
export function isPlace(step: string): boolean {
  return indexOfStep(step) >= 0;
}

/** In these steps there is no plan yet that could be read. */
export function isBeforePlan(step: string): boolean {
  const index = indexOfStep(step);
  return index >= 0 && index < indexOfStep(TaskSteps.structureValidation);
}

const activities: Readonly<Record<string, string>> = {
  [TaskSteps.queued]: 'Waiting for its turn',
  [TaskSteps.intentAnalysis]: 'Understanding the goal',
  [TaskSteps.curriculumDesign]: 'Designing the plan',
  [TaskSteps.structureValidation]: 'Checking the plan',
  [TaskSteps.humanReview]: 'Waiting for your review',
  [TaskSteps.roadmapEdit]: 'Editing the plan',
  [TaskSteps.contentGeneration]: 'Writing the content',
  [TaskSteps.completed]: 'Ready',
  [TaskSteps.failed]: 'Failed',
  [TaskSteps.cancelled]: 'Cancelled',
};

/** What is going on, in words. A step that this page does not know says its own name. */
export function activity(step: string): string {
  return activities[step] ?? step.replaceAll('_', ' ');
}
