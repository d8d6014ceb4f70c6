import type { TaskEvent } from 'roadmap-task-progress';
import type { JournalEntry } from './journal.ts';
import { isPlace } from './steps.ts';

/** One run of a task, as far as its log tells. */
export interface Attempt {
  readonly number: number;
  /** The first event of it that is known. */
  readonly seq: number;
  readonly begun: string;
  /** Where it stopped, or is. */
  readonly place: string;
  /** Undefined while it goes on. */
  readonly end: TaskEvent | undefined;
  /** Pieces of content that could not be made. */
  readonly failedPieces: number;
}

/** The oldest first. */
export function attemptsOf(journal: readonly JournalEntry[]): readonly Attempt[] {
  const attempts: Attempt[] = [];
  for (const { event } of journal) {
    const last = attempts.at(-1);
    if (last?.number === event.attempt) attempts[attempts.length - 1] = goOn(last, event);
    else attempts.push(goOn(begin(event), event));
  }
  return attempts;
}

const begin = ({ attempt, seq, timestamp }: TaskEvent): Attempt => ({
  number: attempt,
  seq,
  begun: timestamp,
  place: 'queued',
  end: undefined,
  failedPieces: 0,
});

function goOn(attempt: Attempt, event: TaskEvent): Attempt {
  switch (event.type) {
    case 'progress':
      return isPlace(event.step) ? { ...attempt, place: event.step } : attempt;
    case 'concept_failed':
      return { ...attempt, failedPieces: attempt.failedPieces + 1 };
    case 'failed':
      return { ...attempt, end: event, place: event.step !== undefined && isPlace(event.step) ? event.step : attempt.place };
    case 'completed':
    case 'cancelled':
      return { ...attempt, end: event };
    default:
      return attempt;
  }
}
