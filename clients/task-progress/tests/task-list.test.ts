import { describe, expect, it } from 'vitest';
import { TaskList } from '../src/task-list.ts';
import { changeOf, taskAt } from './some-tasks.ts';

function listOf(options: Partial<ConstructorParameters<typeof TaskList>[0]> = {}) {
  const list = new TaskList({ limit: 3, ...options });
  return { list, shown: () => list.shown.map((task) => `${task.task_id}@${task.seq}`) };
}

describe('a list of tasks', () => {
  it('shows the newest first, and so many', () => {
    const { list, shown } = listOf();
    list.asking();
    list.page([taskAt(3), taskAt(2), taskAt(1)]);
    list.change(changeOf(4, 0));
    list.change(changeOf(2, 5));

    expect(shown()).toEqual(['t4@0', 't3@1', 't2@5']);
  });

  it('drops what is not newer', () => {
    const { list, shown } = listOf();
    list.page([taskAt(1, 4)]);

    expect(list.change(changeOf(1, 4))).toBe('stale');
    expect(list.change(changeOf(1, 3))).toBe('stale');
    expect(list.change(changeOf(1, 5))).toBe('applied');
    expect(shown()).toEqual(['t1@5']);
  });

  it('keeps what came while a page was fetched, if it is newer', () => {
    const { list, shown } = listOf();
    list.page([taskAt(1), taskAt(2)]);
    list.asking();
    list.change(changeOf(1, 7));
    list.change(changeOf(2, 2));
    list.change(changeOf(3, 0));
    list.page([taskAt(2, 3), taskAt(1, 6)]);

    expect(shown()).toEqual(['t3@0', 't2@3', 't1@7']);
  });

  it('lets a task go that the page has no more', () => {
    const { list, shown } = listOf();
    list.page([taskAt(2), taskAt(1)]);
    list.change(changeOf(1, 2));
    list.asking();
    list.page([taskAt(2)]);

    expect(shown()).toEqual(['t2@1']);
  });

  it('shows another life of a task, and leaves it to the next page which one counts', () => {
    const { list, shown } = listOf();
    list.page([taskAt(1, 9)]);

    expect(list.change(changeOf(1, 0, { epoch: 'b' }))).toBe('epoch');
    expect(shown()).toEqual(['t1@0']);
    list.asking();
    list.page([taskAt(1, 9)]);
    expect(shown()).toEqual(['t1@9']);
  });

  it('takes out what has another status by now, and is not fooled by what comes late', () => {
    const { list, shown } = listOf({ status: 'processing' });
    list.page([taskAt(1), taskAt(2)]);
    list.change(changeOf(1, 5, { status: 'completed' }));
    list.change(changeOf(1, 4));

    expect(shown()).toEqual(['t2@1']);
  });
});
