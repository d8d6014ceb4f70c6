import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TaskProgressClient, type TaskWatch, type WatchOptions } from '../src/index.ts';
import { FakeServer, refusedWith, type ServerBehaviour } from './fake-hub.ts';

const settle = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A server that accepts, and says `connected` when the test does. */
const slow: ServerBehaviour = { subscribe: () => Promise.resolve({ seq: 700 }) };

function connect(behaviour = slow) {
  const server = new FakeServer(behaviour);
  const client = new TaskProgressClient({ url: 'https://roadmap.example', openHub: server.open, random: () => 0.5 });
  const watch = (options?: WatchOptions) => {
    const watch = client.watch('t', options);
    return { watch, told: told(watch) };
  };
  return { server, watch };
}

function told(watch: TaskWatch): string[] {
  const told: string[] = [];
  watch.on('message', (message) => told.push(message.type === 'connected' ? 'reset' : `${message.type} ${message.seq}`));
  return told;
}

describe('an answer to a watch that is no more', () => {
  it('is not taken for that of the next watch, which began earlier in the log', async () => {
    const { server, watch } = connect();
    const closed = watch({ after: { epoch: 'a', seq: 698 } });
    await settle();
    closed.watch.close();
    const { told } = watch({ after: { epoch: 'a', seq: 0 } });
    await settle();
    expect(server.last.requests).toHaveLength(1);

    server.last.connected({ epoch: 'a', seq: 698 });
    for (const seq of [699, 700]) server.last.event(seq);
    await settle();
    expect(told).toEqual([]);
    server.last.connected({ epoch: 'a', seq: 0 });
    for (const seq of [1, 2]) server.last.event(seq);

    expect(server.last.requests.map(({ after }) => after?.seq)).toEqual([698, 0]);
    expect(told).toEqual(['progress 1', 'progress 2']);
    expect(closed.told).toEqual([]);
  });

  it('is not taken for that of another watch that came meanwhile', async () => {
    const { server, watch } = connect();
    const late = watch({ after: { epoch: 'a', seq: 699 } });
    await settle();
    const early = watch({ after: { epoch: 'a', seq: 0 } });
    await settle();

    server.last.connected({ epoch: 'a', seq: 699 });
    server.last.event(700);
    await settle();
    server.last.connected({ epoch: 'a', seq: 0 });
    for (let seq = 1; seq <= 701; seq++) server.last.event(seq);

    expect(early.told).toHaveLength(701);
    expect(late.told).toEqual(['progress 700', 'progress 701']);
  });

  it('ends the subscription when nobody came meanwhile', async () => {
    const { server, watch } = connect();
    const { watch: closed } = watch();
    await settle();
    closed.close();
    expect(server.last.calls).not.toContain('Unsubscribe');
    server.last.connected({ epoch: 'a', seq: 700 }, 'unsaid');
    expect(server.last.calls.at(-1)).toBe('Unsubscribe');

    await vi.advanceTimersByTimeAsync(1_000);
    expect(server.last.stopped).toBe(true);
  });

  it('leaves the way free when it is a refusal', async () => {
    const { server, watch } = connect({
      subscribe: (connection, { after }) => {
        if (after !== undefined) return refusedWith('log_unavailable');
        connection.connected({ epoch: 'a', seq: 5 }, 'unsaid');
        connection.snapshot(5);
        return Promise.resolve({ seq: 5 });
      },
    });
    const { watch: closed } = watch({ after: { seq: 3 } });
    await vi.waitFor(() => expect(server.last.requests).toHaveLength(1));
    closed.close();
    const { told } = watch();
    await settle();

    expect(told).toEqual(['current_status 5']);
  });

  it('does not keep a snapshot from a watch that came meanwhile without a position', async () => {
    const { server, watch } = connect();
    const first = watch({ after: { epoch: 'a', seq: 699 } });
    await settle();
    server.last.connected({ epoch: 'a', seq: 699 });
    server.last.event(700);
    server.last.snapshot(700);
    server.last.close();
    await vi.advanceTimersByTimeAsync(1_000);
    const second = watch();
    await settle();
    server.last.connected({ epoch: 'a', seq: 700 });
    server.last.event(701);

    expect(second.told).toEqual(['current_status 700', 'progress 701']);
    expect(first.told).toEqual(['progress 700', 'current_status 700', 'progress 701']);
  });
});

describe('a task that has ended', () => {
  it('is told with its snapshot also to whoever asked for the whole log', async () => {
    const { watch } = connect({
      subscribe: (connection) => {
        connection.connected({ epoch: 'a', seq: 0 });
        connection.event(1);
        connection.ends(2);
        return Promise.resolve({ seq: 2 });
      },
      getStatus: (connection) => {
        connection.snapshot(2, { status: 'completed', title: 'Nightly import' });
        return Promise.resolve();
      },
    });
    const { watch: ended, told } = watch({ after: { seq: 0 } });

    expect(await ended.result).toMatchObject({ type: 'completed', seq: 2 });
    expect(ended.snapshot).toMatchObject({ status: 'completed', title: 'Nightly import', seq: 2 });
    expect(told).toEqual(['progress 1', 'completed 2', 'current_status 2']);
  });
});
