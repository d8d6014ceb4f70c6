import type { TaskEvent } from 'roadmap-task-progress';
import { find, readable, saidBySomebody, type Said } from '../shared/text.ts';
import type { Words } from '../words/words.ts';
import { activity } from './steps.ts';

export type Tone = 'step' | 'note' | 'detail' | 'good' | 'bad' | 'person';

export interface JournalEntry {
  readonly id: string;
  readonly tone: Tone;
  readonly event: TaskEvent;
}

/** `step` is where the task was before the event. */
export function entryOf(event: TaskEvent, step: string): JournalEntry {
  return { id: `${event.epoch}:${event.seq}`, event, tone: toneOf(event, step) };
}

/** An event as a line for people. */
export function describe(event: TaskEvent, words: Words): Said {
  const { task } = words;
  if (event.type === 'control') {
    const said = find(task.commands, `${event.command} ${event.phase}`) ?? `${event.command}: ${event.phase}`;
    return { text: event.phase === 'requested' && event.reason ? task.with(said, event.reason) : said };
  }
  return event.message === undefined ? fallback(event, words) : saidBySomebody(event.message);
}

/** Why a task failed. */
export const reasonOf = ({ error }: { readonly error: string | undefined }): Said | undefined =>
  error === undefined ? undefined : saidBySomebody(error);

function fallback(event: Exclude<TaskEvent, { type: 'control' }>, words: Words): Said {
  const { task } = words;
  switch (event.type) {
    case 'progress':
      return activity(event.step, words);
    case 'human_review_required':
      return { text: task.reviewRequired(event.roadmap_title) };
    case 'concept_start':
      return { text: task.conceptStarted(event.concept_name, task.pieces[event.content_type]) };
    case 'concept_complete':
      return { text: task.conceptPieceMade(event.concept_name, task.pieces[event.content_type]) };
    case 'concept_failed':
      return { text: task.conceptFailed(event.concept_name, task.pieces[event.content_type], event.error) };
    case 'concept_all_content_complete':
      return { text: task.conceptMade(event.concept_name) };
    case 'batch_start':
      return { text: task.batchBegun(event.batch_index, event.total_batches) };
    case 'batch_complete':
      return { text: task.batchDone(event.batch_index, event.total_batches) };
    case 'task_recovering':
      return { text: task.recovering };
    case 'retry_started':
      return { text: task.attemptBegun(event.attempt) };
    case 'completed':
      return { text: task.completed };
    case 'failed':
      return { text: task.failedBecause(event.error) };
    case 'cancelled':
      return { text: task.cancelled };
    default:
      return readableType(event, words);
  }
}

function readableType(event: { readonly type: string }, { task }: Words): Said {
  return event.type === 'unknown' ? { text: task.unreadable } : readable(event.type);
}

function toneOf(event: TaskEvent, step: string): Tone {
  switch (event.type) {
    case 'progress':
      return event.step === step ? 'note' : 'step';
    case 'concept_start':
    case 'concept_complete':
    case 'batch_start':
    case 'batch_complete':
      return 'detail';
    case 'concept_all_content_complete':
    case 'completed':
      return 'good';
    case 'concept_failed':
    case 'failed':
      return 'bad';
    case 'control':
    case 'retry_started':
    case 'task_recovering':
    case 'human_review_required':
      return 'person';
    default:
      return 'note';
  }
}
