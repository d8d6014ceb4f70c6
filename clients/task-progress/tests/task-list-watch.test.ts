import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TaskPage } from '../src/contracts.generated.ts';
import { Connection } from '../src/connection.ts';
import { TaskProgressError } from '../src/errors.ts';
import { TaskListWatch } from '../src/task-list-watch.ts';
import { beatOf, FakeServer, refusedWith, type ServerBehaviour } from './fake-hub.ts';
import { changeOf, taskAt } from './some-tasks.ts';

const settle = () => vi.advanceTimersByTimeAsync(0);

async function watching(behaviour?: ServerBehaviour, page: () => Promise<TaskPage> = () => Promise.resolve({ tasks: [taskAt(1)] })) {
  const server = new FakeServer(behaviour);
  const fetchPage = vi.fn(page);
  const seen = { tasks: [] as string[], changes: [] as string[], fetched: 0, failure: undefined as string | undefined };
  const watch = new TaskListWatch({
    filter: { kind: 'import' },
    limit: 3,
    connection: new Connection({ openHub: server.open, random: () => 0.5 }),
    fetchPage,
    tasks: (tasks) => void (seen.tasks = tasks.map((task) => `${task.task_id}@${task.seq}`)),
    changed: (change) => void seen.changes.push(`${change.task_id}@${change.seq}`),
    fetched: () => void (seen.fetched += 1),
    failed: (error) => void (seen.failure = error?.message),
    random: () => 0.5,
  });
  watch.start();
  await settle();
  return { server, seen, watch, fetchPage };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('watching the list', () => {
  it('watches first, then fetches, and then follows', async () => {
    let answer: () => void = () => undefined;
    const { server, seen, fetchPage } = await watching({
      watchTasks: () => new Promise((resolve) => (answer = () => resolve(beatOf('s', 0)))),
    });
    expect(fetchPage).not.toHaveBeenCalled();
    answer();
    await settle();
    expect(seen.tasks).toEqual(['t1@1']);
    server.last.changed(changeOf(2, 0));
    server.last.changed(changeOf(1, 2));

    expect(seen.tasks).toEqual(['t2@0', 't1@2']);
    expect(fetchPage).toHaveBeenCalledTimes(1);
  });

  it('tells each change, also of tasks that are older than those it shows, and when some may have been lost', async () => {
    const newest = { tasks: [taskAt(9), taskAt(8), taskAt(7)] };
    const { server, seen } = await watching(undefined, () => Promise.resolve(newest));
    server.last.changed(changeOf(1, 4));
    server.last.changed(changeOf(8, 2));

    expect(seen.changes).toEqual(['t1@4', 't8@2']);
    expect(seen.tasks).toEqual(['t9@1', 't8@2', 't7@1']);
    expect(seen.fetched).toBe(1);
    await vi.advanceTimersByTimeAsync(5_000);
    server.last.beat(beatOf('s', 9));
    await settle();
    expect(seen.fetched).toBe(2);
  });

  it('fetches again when a beat tells of a loss, and not before', async () => {
    const { server, fetchPage } = await watching();
    server.last.changed(changeOf(1, 2));
    await vi.advanceTimersByTimeAsync(10_000);
    server.last.beat(beatOf('s', 1));
    expect(fetchPage).toHaveBeenCalledTimes(1);

    server.last.beat(beatOf('s', 3));
    expect(fetchPage).toHaveBeenCalledTimes(2);
  });

  it('fetches again when no beat comes, and for another life of a task', async () => {
    const { server, fetchPage } = await watching();
    await vi.advanceTimersByTimeAsync(31_000);
    expect(fetchPage).toHaveBeenCalledTimes(2);

    await vi.advanceTimersByTimeAsync(3_000);
    server.last.changed(changeOf(1, 0, { epoch: 'b' }));
    expect(fetchPage).toHaveBeenCalledTimes(3);
  });

  it('does not fetch more often than every two seconds, however many losses there are', async () => {
    const { server, fetchPage } = await watching();
    for (let i = 0; i < 100; i++) {
      server.last.beat(beatOf('s', i + 1));
      await vi.advanceTimersByTimeAsync(100);
    }

    expect(fetchPage.mock.calls.length).toBeLessThanOrEqual(6);
    expect(fetchPage.mock.calls.length).toBeGreaterThan(3);
  });

  it('watches and fetches anew on a new connection, and never has two', async () => {
    const { server, seen, fetchPage } = await watching();
    await vi.advanceTimersByTimeAsync(3_000);
    const left = server.last;
    left.close();
    await vi.advanceTimersByTimeAsync(1_000);
    left.changed(changeOf(5, 0));

    expect(server.connections).toHaveLength(2);
    expect(left.stopped).toBe(true);
    expect(fetchPage).toHaveBeenCalledTimes(2);
    expect(seen.tasks).toEqual(['t1@1']);
  });

  it('shows what it could fetch while there is no connection, and makes no storm', async () => {
    const { server, seen, fetchPage } = await watching({ start: () => Promise.reject(new Error('refused')) });
    expect(seen.tasks).toEqual(['t1@1']);
    await vi.advanceTimersByTimeAsync(10 * 60_000);

    expect(fetchPage).toHaveBeenCalledTimes(1);
    expect(server.connections.length).toBeGreaterThan(10);
    expect(server.connections.length).toBeLessThan(60);
    expect(server.connections.slice(0, -1).every((connection) => connection.stopped)).toBe(true);
  });

  it('says that the list may be old while the server is away, but not for a connection that is back at once', async () => {
    const { server, seen } = await watching();
    await vi.advanceTimersByTimeAsync(10_000);
    server.last.close();
    expect(seen.failure).toBeUndefined();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(seen.failure).toBeUndefined();

    server.behaviour = { start: () => Promise.reject(new Error('refused')) };
    server.last.close();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(seen).toMatchObject({ tasks: ['t1@1'], failure: 'There is no connection to the server.' });

    server.behaviour = {};
    await vi.advanceTimersByTimeAsync(60_000);
    expect(seen).toMatchObject({ tasks: ['t1@1'], failure: undefined });
  });

  it('shows what it could fetch from a server that has no such list to watch', async () => {
    const { server, seen } = await watching({ watchTasks: () => refusedWith('invalid_request') });
    await vi.advanceTimersByTimeAsync(60_000);

    expect(seen.tasks).toEqual(['t1@1']);
    expect(server.connections).toHaveLength(1);
  });

  it('says when the list cannot be fetched, and tries again more and more slowly', async () => {
    let isAway = true;
    const { seen, fetchPage } = await watching({}, () =>
      isAway ? Promise.reject(new TaskProgressError('unreachable', 'away')) : Promise.resolve({ tasks: [taskAt(1)] }),
    );
    expect(seen.failure).toBe('away');
    await vi.advanceTimersByTimeAsync(5 * 60_000);
    expect(fetchPage.mock.calls.length).toBeLessThan(40);

    isAway = false;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(seen).toMatchObject({ tasks: ['t1@1'], failure: undefined });
  });

  it('ends when it is closed', async () => {
    const { server, watch, fetchPage } = await watching();
    watch.close();
    server.last.beat(beatOf('s', 9));
    await vi.advanceTimersByTimeAsync(60_000);

    expect(server.last.stopped).toBe(true);
    expect(server.connections).toHaveLength(1);
    expect(fetchPage).toHaveBeenCalledTimes(1);
  });
});
