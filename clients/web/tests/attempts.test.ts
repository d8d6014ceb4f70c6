import type { TaskEvent } from 'roadmap-task-progress';
import { describe, expect, it } from 'vitest';
import { attemptsOf } from '../src/task/attempts.ts';
import { entryOf } from '../src/task/journal.ts';

const journal = (...events: readonly object[]) =>
  events
    .map((event, index) => ({ epoch: 'e', seq: index + 5, attempt: 1, timestamp: `t${index}`, ...event }) as TaskEvent)
    .map((event) => entryOf(event, 'queued'));

describe('what was tried', () => {
  it('is each attempt, with where it stopped, how it ended and what could not be made in it', () => {
    const attempts = attemptsOf(
      journal(
        { type: 'progress', step: 'content_generation' },
        { type: 'concept_failed' },
        { type: 'concept_failed' },
        { type: 'failed', step: 'content_generation', error: 'no' },
        { type: 'control', command: 'cancel', phase: 'refused' },
        { type: 'retry_started', attempt: 2 },
        { type: 'progress', step: 'curriculum_design', attempt: 2 },
        { type: 'cancelled', attempt: 2 },
        { type: 'retry_started', attempt: 3 },
      ),
    );

    expect(attempts.map(({ number, seq, place, end, failedPieces }) => [number, seq, place, end?.type, failedPieces])).toEqual([
      [1, 5, 'content_generation', 'failed', 2],
      [2, 10, 'curriculum_design', 'cancelled', 0],
      [3, 13, 'queued', undefined, 0],
    ]);
  });

  it('is nothing where the log is empty', () => {
    expect(attemptsOf([])).toEqual([]);
  });
});
