import type { ControlEvent, TaskEvent } from 'roadmap-task-progress';
import { find, readable, saidBySomebody, type Said } from '../shared/text.ts';
import type { Words } from '../words/words.ts';
import { valuesOf } from './event-values.ts';
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

/**
 * An event as a line for people: in the page's own words where it knows what is said, else as whoever reported it has put it.
 */
export function describe(event: TaskEvent, words: Words): Said {
  if (event.type === 'control') return commandOf(event, words);
  if (event.type === 'unknown') return { text: words.task.unreadable };
  return sayByKey(event.message_key, event, words) ?? (event.message === undefined ? byType(event, words) : saidBySomebody(event.message));
}

interface Failure {
  readonly error: string | undefined;
  readonly failure: TaskEvent | undefined;
}

/** Why a task failed, where it did. */
export function reasonOf({ error, failure }: Failure, words: Words): Said | undefined {
  if (error === undefined) return undefined;
  return (failure && sayByKey(failure.message_key, failure, words)) ?? saidBySomebody(error);
}

function sayByKey(key: string | undefined, event: TaskEvent, { said }: Words): Said | undefined {
  const say = key === undefined ? undefined : find(said, key);
  return say && { text: say(valuesOf(event)) };
}

function commandOf(event: ControlEvent, { task }: Words): Said {
  const said = find(task.commands, `${event.command} ${event.phase}`) ?? `${event.command}: ${event.phase}`;
  return { text: event.phase === 'requested' && event.reason ? task.with(said, event.reason) : said };
}

/** What events without a message say by their type. */
const keysOfTypes: Readonly<Record<string, keyof Words['said']>> = {
  concept_start: 'concept_started',
  concept_complete: 'concept_piece_made',
  concept_failed: 'concept_piece_failed',
  concept_all_content_complete: 'concept_made',
  batch_start: 'batch_begun',
  batch_complete: 'batch_done',
  task_recovering: 'work_recovered',
  retry_started: 'attempt_begun',
  cancelled: 'cancelled',
};

function byType(event: TaskEvent, words: Words): Said {
  const { task } = words;
  switch (event.type) {
    case 'progress':
      return activity(event.step, words);
    case 'human_review_required':
      return { text: task.reviewRequired(event.roadmap_title) };
    case 'completed':
      return { text: task.completed };
    case 'failed':
      return { text: task.failedBecause(event.error) };
    default:
      return sayByKey(keysOfTypes[event.type], event, words) ?? readable(event.type);
  }
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
