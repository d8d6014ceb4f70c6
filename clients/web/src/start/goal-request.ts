import type { FieldError, GenerateRoadmapBody, LearnerLevel } from 'roadmap-task-progress';

/** The form as a person fills it in. */
export interface GoalDraft {
  readonly goal: string;
  readonly level: LearnerLevel;
  readonly hours: string;
  readonly deadline: string;
  readonly review: boolean;
}

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

const fields: Readonly<Record<string, keyof GoalDraft>> = {
  learning_goal: 'goal',
  current_level: 'level',
  available_hours_per_week: 'hours',
  weekly_hours: 'hours',
  target_deadline: 'deadline',
  require_review: 'review',
};

export interface FormErrors {
  readonly byField: Partial<Record<keyof GoalDraft, string>>;
  /** What belongs to no field of the form. */
  readonly others: readonly string[];
}

/** The server's errors at the fields that their JSON paths name. */
export function errorsOf(errors: readonly FieldError[]): FormErrors {
  const byField: Partial<Record<keyof GoalDraft, string>> = {};
  const others: string[] = [];
  for (const { path, message } of errors) {
    const field = fields[path.slice(path.lastIndexOf('.') + 1)];
    if (field !== undefined) byField[field] ??= message;
    else others.push(path === '' ? message : `${path}: ${message}`);
  }
  return { byField, others };
}

/** `randomUUID` is there only over https and on localhost. */
export function newTaskId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
