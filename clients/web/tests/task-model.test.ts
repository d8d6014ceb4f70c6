import { describe, expect, it } from 'vitest';
import type { RoadmapDocument, TaskEvent, TaskSnapshot } from 'roadmap-task-progress';
import { conceptsOf, overall } from '../src/task/concepts.ts';
import { describe as describeEvent } from '../src/task/journal.ts';
import {
  applyEarlier,
  applyEvents,
  applySnapshot,
  canRetry,
  earlierHistory,
  isRoadmap,
  newTask,
  type TaskModel,
} from '../src/task/task-model.ts';
import { en } from '../src/words/en/index.ts';
import { zh } from '../src/words/zh/index.ts';

/** An event without what the log stamps on. */
type Reported = TaskEvent extends infer E
  ? E extends TaskEvent
    ? Omit<E, 'task_id' | 'seq' | 'epoch' | 'attempt' | 'timestamp'> & { attempt?: number }
    : never
  : never;

function after(...events: Reported[]): TaskModel {
  return applyEvents(newTask, events.map(stored));
}

const stored = (event: Reported, index: number) =>
  ({ task_id: 't', seq: index + 1, epoch: 'a', attempt: 1, timestamp: '2026-01-01T00:00:00Z', ...event }) as TaskEvent;

const piece = (content_type: 'tutorial' | 'resources' | 'quiz', concept_id = 'c1') => ({
  concept_id,
  concept_name: concept_id,
  content_type,
});
const started = (content_type: 'tutorial' | 'resources' | 'quiz', concept_id?: string): Reported => ({
  type: 'concept_start',
  ...piece(content_type, concept_id),
  progress: { current: 1, total: 2, percentage: 50 },
});
const stateOf = (model: TaskModel, id = 'c1') => {
  const work = model.works.get(id);
  return work === undefined ? undefined : overall(work);
};

describe('a page that is left open', () => {
  const rows = (from: number, count: number) =>
    Array.from({ length: count }, (_, row) => stored({ type: 'progress', step: 'reading', status: 'processing' }, from - 1 + row));
  const seqs = (model: TaskModel) => [model.journal[0]?.event.seq, model.journal.at(-1)?.event.seq];

  it('has the latest 10,000 events', () => {
    const model = applyEvents(applyEvents(newTask, rows(1, 9_990)), rows(9_991, 30));
    expect(seqs(model)).toEqual([21, 10_020]);
  });

  it('does not lose what its reader has fetched to the next event', () => {
    const read = applyEarlier(applyEvents(newTask, rows(1_001, 10_000)), rows(501, 500));
    expect(seqs(applyEvents(read, rows(11_001, 1)))).toEqual([502, 11_001]);
  });

  it('knows as many concepts as a task counts, also of a worker that begins with ever new ones', () => {
    const begun = Array.from({ length: 4_500 }, (_, index) => stored(started('quiz', `c${index}`), index));
    const { works } = applyEvents(applyEvents(newTask, begun.slice(0, 3_000)), begun.slice(3_000));
    expect([works.size, ...[...works.keys()].slice(0, 1)]).toEqual([2_000, 'c2500']);
  });

  it('leaves the concepts as they are when none is told of', () => {
    const model = after(started('quiz'));
    expect(applyEvents(model, rows(2, 5)).works).toBe(model.works);
  });
});

describe('the fold', () => {
  it('keeps the highest percentage, and lets a sub-status that is not repeated go', () => {
    const model = after(
      { type: 'progress', step: 'human_review', status: 'human_review_pending', sub_status: 'editing', percentage: 30 },
      { type: 'progress', step: 'structure_validation', status: 'scoring', percentage: 20 },
    );

    expect(model).toMatchObject({ percentage: 30, subStatus: undefined, status: 'processing', step: 'structure_validation' });
  });

  it('takes any event but a command for work', () => {
    expect(after(started('quiz')).status).toBe('processing');
    expect(after({ type: 'control', command_id: 'x', command: 'cancel', phase: 'requested' }).status).toBe('pending');
  });

  it('remembers where a task stopped', () => {
    const model = after({ type: 'progress', step: 'curriculum_design', status: 'processing' }, { type: 'failed', error: 'no model' });

    expect(model).toMatchObject({ status: 'failed', step: 'failed', place: 'curriculum_design', error: 'no model' });
  });

  it('begins a new attempt without error, percentage and pending command', () => {
    const model = after(
      { type: 'progress', step: 'content_generation', status: 'processing', percentage: 60 },
      { type: 'control', command_id: 'x', command: 'cancel', phase: 'requested' },
      { type: 'failed', error: 'no model' },
      { type: 'retry_started', attempt: 2 },
    );

    expect(model).toMatchObject({ attempt: 2, status: 'processing', percentage: 0, error: undefined, pendingCommand: undefined });
  });

  it('shows the feedback of a plan that was sent back until the next', () => {
    const model = after(
      { type: 'control', command_id: 'x', command: 'reject', phase: 'requested', reason: 'shorter' },
      { type: 'control', command_id: 'x', command: 'reject', phase: 'effective' },
    );

    expect(model).toMatchObject({ feedback: 'shorter', pendingCommand: undefined });
  });

  it('takes the word of a snapshot, and says when the history before it is missing', () => {
    const snapshot: TaskSnapshot = {
      type: 'current_status',
      task_id: 't',
      kind: 'roadmap_generation',
      status: 'processing',
      current_step: 'content_generation',
      attempt: 2,
      percentage: 44,
      concepts: { total: 9, completed: 3, failed: 1 },
      created_at: '2026-01-01T00:00:00Z',
      updated_at: '2026-01-01T00:00:00Z',
      seq: 70,
      epoch: 'a',
      oldest_seq: 60,
    };

    expect(applySnapshot(newTask, snapshot)).toMatchObject({
      place: 'content_generation',
      attempt: 2,
      percentage: 44,
      counts: { total: 9, completed: 3, failed: 1 },
    });
    expect(earlierHistory(applySnapshot(newTask, snapshot))).toBe('kept');
    expect(earlierHistory(applySnapshot(newTask, { ...snapshot, oldest_seq: 71 }))).toBe('gone');
    expect(earlierHistory(applySnapshot(newTask, { ...snapshot, seq: 0 }))).toBe('none');
  });

  it('reads what happened before, and knows when it has all', () => {
    const event = (seq: number) => ({ type: 'progress', step: 's', status: 'x', seq, epoch: 'a', attempt: 1, timestamp: '' }) as TaskEvent;
    const latest = { ...applyEvents(newTask, [event(5)]), oldestSeq: 3 };

    const whole = applyEarlier(latest, [event(3), event(4)]);

    expect(earlierHistory(latest)).toBe('kept');
    expect(whole.journal.map(({ event }) => event.seq)).toEqual([3, 4, 5]);
    expect(earlierHistory(whole)).toBe('gone');
    const begun = whole.journal.map((entry) => ({ ...entry, event: { ...entry.event, seq: entry.event.seq - 2 } }));
    expect(earlierHistory({ ...whole, oldestSeq: 1, journal: begun })).toBe('none');
  });

  it('takes a task of another kind for no roadmap', () => {
    const concepts = { total: 0, completed: 0, failed: 0 };
    const snapshot = { kind: 'import', status: 'completed', current_step: 'completed', concepts } as TaskSnapshot;

    expect(isRoadmap(newTask)).toBe(true);
    expect(isRoadmap(applySnapshot(newTask, { ...snapshot, kind: 'roadmap_generation' }))).toBe(true);
    expect(isRoadmap(applySnapshot(newTask, snapshot))).toBe(false);
  });

  it('says in the words of the page what the server says, and leaves to others what they say', () => {
    const said = (event: object) => describeEvent({ seq: 1, epoch: 'a', attempt: 1, timestamp: '', ...event } as TaskEvent, zh);
    const designed = { type: 'progress', step: 's', status: 'x', message: 'Designed', data: { stages_count: 3, total_concepts: 12 } };

    expect(said({ ...designed, message_key: 'plan_designed' })).toEqual({ text: '已设计 3 个阶段、12 个知识点' });
    expect(said({ ...designed, message_key: 'of_a_later_server' })).toEqual({ text: 'Designed', lang: 'en' });
    expect(said({ type: 'concept_start', concept_name: 'Git', content_type: 'quiz' })).toEqual({ text: 'Git：正在编写自测题' });
  });

  it('offers a retry only where the server would take it', () => {
    const concepts = { total: 0, completed: 0, failed: 0 };
    const failed = { kind: 'roadmap_generation', status: 'failed', current_step: 'failed', concepts };
    const after = (snapshot: object) => canRetry(applySnapshot(newTask, { ...failed, ...snapshot } as TaskSnapshot));

    expect([after({ origin: 'workflow' }), after({})]).toEqual([true, true]);
    expect([after({ origin: 'worker' }), after({ kind: 'import' })]).toEqual([false, false]);
  });

  it('survives an event of a later version', () => {
    const model = after({ type: 'weather_changed' } as unknown as Reported);

    expect(model.journal.map(({ event }) => describeEvent(event, en).text).at(-1)).toBe('Weather changed');
    expect(model.status).toBe('processing');
  });
});

describe('a concept', () => {
  it('goes from waiting over making to made', () => {
    const begun = [started('tutorial')];
    const between: Reported[] = [...begun, { type: 'concept_complete', ...piece('tutorial') }];
    const done: Reported[] = [...between, { type: 'concept_all_content_complete', concept_id: 'c1', concept_name: 'c1' }];

    expect([after(), after(...begun), after(...between), after(...done)].map((model) => stateOf(model))).toEqual([
      undefined,
      'making',
      'partly',
      'made',
    ]);
  });

  it('stays failed until it is tried again', () => {
    const failing: Reported[] = [
      started('quiz'),
      { type: 'concept_failed', ...piece('quiz'), error: 'no answer' },
      { type: 'failed', error: 'no model' },
    ];

    expect(stateOf(after(...failing))).toBe('failed');
    expect(stateOf(after(...failing, { type: 'retry_started', attempt: 2 }))).toBe('waiting');
  });

  it('is not being made any more when the task was interrupted', () => {
    expect(stateOf(after(started('tutorial'), { type: 'task_recovering' }))).toBe('waiting');
  });

  it('is made when the roadmap has its content, whatever is left of the log', () => {
    const content = {
      tutorial: { tutorial_id: 't', summary: '', sections: [] },
      resources: { resources_id: 'r', items: [] },
      quiz: { quiz_id: 'q', questions: [] },
    };
    const roadmap = {
      stages: [{ modules: [{ concepts: [{ concept_id: 'c1', name: 'Ownership', content }] }] }],
    } as unknown as RoadmapDocument;

    expect([...conceptsOf(roadmap, new Map()).values()].map(overall)).toEqual(['made']);
  });
});
