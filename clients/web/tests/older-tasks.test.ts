import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TaskPage, TaskSnapshot, WatchTasksRequest } from 'roadmap-task-progress';
import type { TaskFollower } from '../src/shared/live-tasks.ts';
import { OlderTasks } from '../src/tasks/older-tasks.ts';
import { changeOf, taskAt } from '../../task-progress/tests/some-tasks.ts';

const pageLength = 3;

/** A server with the tasks `t1` to `t<count>`, of which the newest three are live. */
function server(count: number) {
  let tasks = Array.from({ length: count }, (_, index) => taskAt(count - index));
  let isAway = false;
  const queries: string[] = [];
  const live = { followers: new Set<TaskFollower>(), view: () => ({ tasks: tasks.slice(0, pageLength), failure: undefined }) };
  /** Looks at so many for what is searched for. */
  const looks = 2 * pageLength;
  const readPage = (query: URLSearchParams): Promise<TaskPage> => {
    queries.push(`${query}`);
    if (isAway) return Promise.reject(new Error('away'));
    const search = query.get('search');
    const status = query.get('status');
    const rest = tasks.filter((task) => Number(task.task_id.slice(1)) < Number(query.get('cursor') ?? Infinity));
    const page = rest.slice(0, search === null ? pageLength : looks);
    const found = page.filter((task) => (search === null || task.title?.includes(search)) && (status === null || task.status === status));
    return Promise.resolve({ tasks: found, ...(page.length < rest.length && { next_cursor: page.at(-1)?.task_id.slice(1) ?? '' }) });
  };
  return {
    queries,
    live,
    tasks: () => tasks,
    put: (task: TaskSnapshot) => void (tasks = tasks.map((known) => (known.task_id === task.task_id ? task : known))),
    add: (task: TaskSnapshot) => void (tasks = [task, ...tasks]),
    remove: (id: string) => void (tasks = tasks.filter((task) => task.task_id !== id)),
    away: (now: boolean) => void (isAway = now),
    open: (search = '', filter: WatchTasksRequest = {}) => {
      const older = new OlderTasks({ live, filter, search, pageLength, readPage });
      const close = older.subscribe(() => undefined);
      return { older, close, shown: () => older.view().tasks?.map((task) => `${task.task_id}@${task.seq}`) };
    },
  };
}

const settle = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('older tasks', () => {
  it('are not read before somebody asks, and then a page at a time behind the newest', async () => {
    const { open, queries } = server(8);
    const { older, shown } = open();
    expect(older.view()).toEqual({ tasks: undefined, reading: 'unread' });
    older.read();
    expect(older.view().reading).toBe('reading');
    await settle();
    expect(shown()).toEqual(['t8@1', 't7@1', 't6@1', 't5@1', 't4@1', 't3@1']);
    expect(older.view().reading).toBe('unread');

    older.read();
    await settle();
    expect(shown()).toHaveLength(8);
    expect(older.view().reading).toBe('done');
    expect(queries).toEqual(['limit=3', 'limit=3&cursor=6', 'limit=3&cursor=3']);
  });

  it('follow what happens to them, also when newer ones push them out of the newest', async () => {
    const { open, live, add } = server(8);
    const { older, shown } = open();
    older.read();
    await settle();
    const [follower] = live.followers;
    follower!.changed(changeOf(4, 9));
    follower!.changed(changeOf(4, 5));
    follower!.changed(changeOf(2, 7));
    add(taskAt(9));
    follower!.changed(changeOf(9, 1));

    expect(shown()).toEqual(['t9@1', 't8@1', 't7@1', 't6@1', 't5@1', 't4@9', 't3@1']);
  });

  it('leave and enter a list of one status', async () => {
    const { open, live, put } = server(8);
    put(taskAt(5, 2, { status: 'failed' }));
    const { older, shown } = open('', { status: 'processing' });
    older.read();
    await settle();
    const [follower] = live.followers;
    follower!.changed(changeOf(7, 3, { status: 'failed' }));
    follower!.changed(changeOf(5, 3));

    expect(shown()).toEqual(['t8@1', 't6@1', 't5@3', 't4@1', 't3@1']);
  });

  it('are read again after a loss: what has changed, what has gone and what came, and never fewer on the way', async () => {
    const { open, live, put, remove, queries } = server(9);
    const { older, shown } = open();
    older.read();
    await settle();
    older.read();
    await settle();
    put(taskAt(5, 8));
    remove('t2');
    const lengths: number[] = [];
    older.subscribe(() => lengths.push(older.view().tasks!.length));
    queries.length = 0;
    for (const follower of live.followers) follower.fetched();
    await settle();

    expect(shown()).toEqual(['t9@1', 't8@1', 't7@1', 't6@1', 't5@8', 't4@1', 't3@1', 't1@1']);
    expect(lengths.slice(0, -2).every((length) => length === 9)).toBe(true);
    expect(queries).toHaveLength(3);
  });

  it('stay when they cannot be read again, which is tried until it succeeds', async () => {
    const { open, live, put, away } = server(8);
    const { older, shown } = open();
    older.read();
    await settle();
    put(taskAt(4, 6));
    away(true);
    for (const follower of live.followers) follower.fetched();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(shown()).toHaveLength(6);
    away(false);
    await vi.advanceTimersByTimeAsync(5_000);

    expect(shown()).toContain('t4@6');
    expect(older.view().reading).toBe('unread');
  });

  it('say that reading on has failed, and go on from there', async () => {
    const { open, away } = server(8);
    const { older, shown } = open();
    away(true);
    older.read();
    await settle();
    expect(older.view().reading).toBe('failed');
    expect(shown()).toEqual(['t8@1', 't7@1', 't6@1']);
    away(false);
    older.read();
    await settle();

    expect(shown()).toHaveLength(6);
  });

  it('are searched to the end, through pages that have nothing', async () => {
    const { open, live, put, queries } = server(40);
    put(taskAt(2, 1, { title: 'Needle' }));
    put(taskAt(39, 1, { title: 'A needle, too' }));
    const { older, shown } = open('eedle');
    older.read();
    await settle();

    expect(shown()).toEqual(['t39@1', 't2@1']);
    expect(older.view().reading).toBe('done');
    expect(queries).toHaveLength(7);
    for (const follower of live.followers) follower.changed(changeOf(2, 5, { title: 'Needle' }));
    for (const follower of live.followers) follower.changed(changeOf(3, 5, { title: 'Hay' }));
    expect(shown()).toEqual(['t39@1', 't2@5']);
  });

  it('are not searched on for somebody who has gone, and are when they come back', async () => {
    const { open, queries } = server(40);
    const { older, close } = open('nothing');
    older.read();
    close();
    await settle();
    const asked = queries.length;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(queries).toHaveLength(asked);
    older.subscribe(() => undefined);
    await settle();

    expect(older.view().reading).toBe('done');
  });
});
