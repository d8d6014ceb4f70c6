import type { TaskChangedMessage, TaskSnapshot } from '../src/contracts.generated.ts';

const time = (minute: number) => `2026-01-01T00:${String(minute).padStart(2, '0')}:00Z`;

/** The task `t<minute>`, made in that minute, as a page has it. */
export const taskAt = (minute: number, seq = 1, part: Partial<TaskSnapshot> = {}): TaskSnapshot => ({
  type: 'current_status',
  task_id: `t${minute}`,
  kind: 'import',
  status: 'processing',
  current_step: 'work',
  attempt: 1,
  percentage: seq,
  concepts: { total: 0, completed: 0, failed: 0 },
  created_at: time(minute),
  updated_at: time(minute),
  seq,
  epoch: 'a',
  oldest_seq: 1,
  ...part,
});

/** The same as a change tells it. */
export const changeOf = (minute: number, seq: number, part: Partial<TaskChangedMessage> = {}): TaskChangedMessage => ({
  type: 'task_changed',
  task_id: `t${minute}`,
  kind: 'import',
  status: 'processing',
  current_step: 'work',
  attempt: 1,
  percentage: seq,
  created_at: time(minute),
  updated_at: time(minute),
  seq,
  epoch: 'a',
  sender: 's',
  ...part,
});
