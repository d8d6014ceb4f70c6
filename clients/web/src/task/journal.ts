import type { ContentType, TaskEvent } from 'roadmap-task-progress';
import { activity } from './steps.ts';

export type Tone = 'step' | 'note' | 'detail' | 'good' | 'bad' | 'person';

export interface JournalEntry {
  readonly id: string;
  readonly seq: number;
  readonly timestamp: string;
  readonly text: string;
  readonly tone: Tone;
}

const pieces: Readonly<Record<ContentType, string>> = { tutorial: 'study guide', resources: 'resources', quiz: 'self-check questions' };

const commands: Readonly<Record<string, string>> = {
  'cancel requested': 'Cancelling was asked for',
  'cancel effective': 'The work was called off',
  'cancel refused': 'It could not be cancelled',
  'approve requested': 'The plan was approved',
  'approve effective': 'The approval took effect',
  'approve refused': 'The approval was refused',
  'reject requested': 'The plan was sent back',
  'reject effective': 'The feedback is being worked in',
  'reject refused': 'The feedback was refused',
};

/** `step` is where the task was before the event. */
export function entryOf(event: TaskEvent, step: string): JournalEntry {
  const { epoch, seq, timestamp } = event;
  return { id: `${epoch}:${seq}`, seq, timestamp, text: describe(event), tone: toneOf(event, step) };
}

function describe(event: TaskEvent): string {
  if (event.type === 'control') {
    const said = commands[`${event.command} ${event.phase}`] ?? `${event.command}: ${event.phase}`;
    return event.phase === 'requested' && event.reason ? `${said}: “${event.reason}”` : said;
  }
  return event.message ?? fallback(event);
}

function fallback(event: Exclude<TaskEvent, { type: 'control' }>): string {
  switch (event.type) {
    case 'progress':
      return activity(event.step);
    case 'human_review_required':
      return `The plan “${event.roadmap_title}” waits for your review`;
    case 'concept_start':
      return `${event.concept_name}: making the ${pieces[event.content_type]}`;
    case 'concept_complete':
      return `${event.concept_name}: ${pieces[event.content_type]} made`;
    case 'concept_failed':
      return `${event.concept_name}: the ${pieces[event.content_type]} could not be made: ${event.error}`;
    case 'concept_all_content_complete':
      return `${event.concept_name} is complete`;
    case 'batch_start':
      return `Batch ${event.batch_index} of ${event.total_batches} begun`;
    case 'batch_complete':
      return `Batch ${event.batch_index} of ${event.total_batches} done`;
    case 'task_recovering':
      return 'The work was interrupted and carries on from its last checkpoint';
    case 'retry_started':
      return `Attempt ${event.attempt} begun`;
    case 'completed':
      return 'The roadmap is ready';
    case 'failed':
      return `Failed: ${event.error}`;
    case 'cancelled':
      return 'Cancelled';
    default:
      return (event as TaskEvent).type.replaceAll('_', ' ');
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
