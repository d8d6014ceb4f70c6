import type { FieldError, GenerateRoadmapBody, LearnerLevel } from 'roadmap-task-progress';
import { flag, having, oneOf, text, type Of } from '../kept/forms.ts';

export const levels: readonly LearnerLevel[] = ['beginner', 'intermediate', 'advanced', 'expert'];

/** The form as a person fills it in. */
export const goalDraft = having({ goal: text, level: oneOf(levels), hours: text, deadline: text, review: flag });
export type GoalDraft = Of<typeof goalDraft>;

export const emptyDraft: GoalDraft = { goal: '', level: 'beginner', hours: '8', deadline: '', review: true };

export function bodyOf(draft: GoalDraft, taskId: string): GenerateRoadmapBody {
  const hours = Number(draft.hours);
  return {
    task_id: taskId,
    preferences: {
      learning_goal: draft.goal.trim(),
      current_level: draft.level,
      ...(draft.hours.trim() !== '' && Number.isFinite(hours) && { available_hours_per_week: hours }),
      ...(draft.deadline !== '' && { target_deadline: draft.deadline }),
    },
    require_review: draft.review,
  };
}

const fields: Readonly<Record<string, GoalField>> = {
  learning_goal: 'goal',
  current_level: 'level',
  available_hours_per_week: 'hours',
  weekly_hours: 'hours',
  target_deadline: 'deadline',
  require_review: 'review',
};

export type GoalField = keyof GoalDraft;

export interface FormErrors {
  /** The fields that the server takes no such value in. */
  readonly fields: ReadonlySet<GoalField>;
  /** Whether something else is wrong too. */
  readonly others: boolean;
}

/** The server's errors at the fields that their JSON paths name. */
export function errorsOf(errors: readonly FieldError[]): FormErrors {
  const named = errors.map(({ path }) => fields[path.slice(path.lastIndexOf('.') + 1)]);
  return { fields: new Set(named.filter((field) => field !== undefined)), others: named.includes(undefined) };
}

/** `randomUUID` is there only over https and on localhost. */
export function newTaskId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
