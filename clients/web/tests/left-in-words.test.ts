import { expect, it } from 'vitest';
import type { ExpectedWork, TaskEvent, TaskSnapshot } from 'roadmap-task-progress';
import { applyEvents, applyFigures, applySnapshot, newTask, type TaskModel } from '../src/task/task-model.ts';
import { leftInWords } from '../src/watch/left-in-words.ts';
import { en } from '../src/words/en/index.ts';
import { zh } from '../src/words/zh/index.ts';

const ms = (second: number): number => Date.UTC(2026, 0, 1, 0, 0, second);
const at = (second: number): string => new Date(ms(second)).toISOString();

const expected: ExpectedWork = { runs: 4, at: at(0), low: 130, high: 170, steps: [{ step: 'storing', low: 2, high: 110 }] };

const snapshot = (part: Partial<TaskSnapshot> = {}): TaskSnapshot => ({
  type: 'current_status',
  task_id: 't',
  kind: 'import',
  status: 'processing',
  current_step: 'reading',
  attempt: 1,
  percentage: 0,
  concepts: { total: 0, completed: 0, failed: 0 },
  created_at: at(0),
  updated_at: at(0),
  seq: 1,
  epoch: 'a',
  oldest_seq: 1,
  ...part,
});

const event = (second: number, type: string, part: object = {}): TaskEvent =>
  ({ type, task_id: 't', timestamp: at(second), seq: 2, attempt: 1, epoch: 'a', ...part }) as TaskEvent;

const said = (model: TaskModel, second: number, words = en) => leftInWords(model, ms(second), false, words);

const told = applySnapshot(newTask, snapshot({ expected }));

it.each([
  [1, 'about 2 to 3 min left', '约剩 2 到 3 分'],
  [100, 'about 30 s to 1 min left', '约剩 30 秒 到 1 分'],
  [128, 'at most 40 s left', '最多还需 40 秒'],
  [171, 'longer than earlier ones took', '已比以往的任务用时更久'],
])('what earlier ones took is said from the first second on: after %i s', (second, english, chinese) => {
  expect(said(told, second)).toBe(english);
  expect(said(told, second, zh)).toBe(chinese);
});

it('says that nothing is known when nothing is', () => expect(said(applySnapshot(newTask, snapshot()), 1)).toBe('time left unknown'));

it('goes on from the step that the task has come to, whatever the figures of an older snapshot say', () => {
  const model = applyEvents(told, [event(150, 'progress', { step: 'storing', status: 'processing' })]);

  expect(said(applyFigures(model, snapshot({ seq: 2, expected })), 151)).toBe('at most 2 min left');
});

it('does not count what the task waited for', () => {
  const waiting = applyEvents(told, [event(10, 'progress', { step: 'reading', status: 'human_review_pending' })]);
  const goesOn = applyEvents(waiting, [event(5_000, 'progress', { step: 'reading', status: 'processing' })]);

  expect(said(waiting, 4_000)).toBe('the plan waits for its review');
  expect(said(goesOn, 5_001)).toBe('about 2 to 3 min left');
});

it('knows nothing of another attempt', () => expect(said(applyEvents(told, [event(10, 'retry_started')]), 11)).toBe('time left unknown'));
