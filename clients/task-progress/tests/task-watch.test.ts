import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TaskProgressClient, type TaskWatch, type WatchOptions } from '../src/index.ts';
import { FakeServer, refusedWith, type ServerBehaviour } from './fake-hub.ts';

const settle = () => vi.advanceTimersByTimeAsync(0);

/** What a watch told, in short. */
function recorded(watch: TaskWatch) {
  const states: string[] = [];
  const told: string[] = [];
  watch.on('state', (state) => states.push(state.name));
  watch.on('message', (message) => {
    if (message.type === 'connected') told.push('reset');
    else if (message.type === 'current_status') told.push(`snapshot ${message.seq}`);
    else told.push(`${message.epoch}${message.seq}`);
  });
  return { states, told };
}

/** Watches a task's whole log. */
async function watching(behaviour?: ServerBehaviour, options: WatchOptions = {}) {
  const server = new FakeServer(behaviour);
  const client = new TaskProgressClient({ url: 'https://roadmap.example', openHub: server.open, random: () => 0.5 });
  const watch = client.watch('t', { after: { seq: 0 }, ...options });
  const recorder = recorded(watch);
  await settle();
  return { server, recorder, watch, client };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('following a task', () => {
  it('asks for the whole log and tells every event once and in order', async () => {
    const { server, recorder, watch } = await watching();
    for (const seq of [1, 2, 2, 3, 1]) server.last.event(seq);

    expect(server.last.requests).toEqual([{ task_id: 't', after: { seq: 0 } }]);
    expect(recorder.told).toEqual(['a1', 'a2', 'a3']);
    expect(watch.state.name).toBe('live');
  });

  it('is live only when it has caught up with the head of the log', async () => {
    const { server, watch } = await watching({
      subscribe: (connection) => {
        connection.connected({ epoch: 'a', seq: 0 });
        return Promise.resolve({ seq: 2 });
      },
    });
    server.last.event(1);
    expect(watch.state.name).toBe('catching_up');
    server.last.event(2);
    expect(watch.state.name).toBe('live');
  });

  it('asks again from its position when an event is missing', async () => {
    const { server, recorder } = await watching();
    server.last.event(1);
    server.last.event(3);
    await settle();
    for (const seq of [2, 3]) server.last.event(seq);

    expect(server.last.requests.at(-1)).toEqual({ task_id: 't', after: { epoch: 'a', seq: 1 } });
    expect(recorder.told).toEqual(['a1', 'a2', 'a3']);
    expect(server.connections).toHaveLength(1);
  });

  it('hears nothing of the old subscription while it asks again', async () => {
    let join: (reply: { seq: number }) => void = () => undefined;
    const { server, recorder } = await watching();
    server.last.behaviour.subscribe = () => new Promise((resolve) => (join = resolve));
    server.last.event(2);
    server.last.event(3);
    server.last.connected({ epoch: 'a', seq: 0 });
    join({ seq: 3 });
    for (const seq of [1, 2, 3]) server.last.event(seq);

    expect(server.last.requests).toHaveLength(2);
    expect(recorder.told).toEqual(['a1', 'a2', 'a3']);
  });

  it('asks later when asking again did not help, and leaves the connection to the others', async () => {
    const { server, watch } = await watching();
    server.last.event(2);
    await settle();
    server.last.event(2);

    expect(watch.state.name).toBe('waiting');
    expect(server.last.stopped).toBe(false);
  });

  it('starts over when the server says that the position is lost', async () => {
    const { server, recorder } = await watching();
    server.last.event(1);
    server.last.connected({ epoch: 'b', seq: 40 }, false);
    server.last.snapshot(40, { epoch: 'b' });
    server.last.event(41, 'b');

    expect(recorder.told).toEqual(['a1', 'reset', 'snapshot 40', 'b41']);
  });

  it('does not hear a connection that it has left', async () => {
    const { server, recorder } = await watching();
    const left = server.last;
    left.close();
    await vi.advanceTimersByTimeAsync(1_000);
    left.event(1);
    left.close();

    expect(recorder.told).toEqual([]);
    expect(server.connections).toHaveLength(2);
  });
});

describe('coming back', () => {
  it('comes back with its position', async () => {
    const { server, recorder } = await watching();
    server.last.event(1);
    server.last.close();
    expect(recorder.states.at(-1)).toBe('waiting');
    await vi.advanceTimersByTimeAsync(1_000);
    server.last.event(2);

    expect(server.connections).toHaveLength(2);
    expect(server.last.requests).toEqual([{ task_id: 't', after: { epoch: 'a', seq: 1 } }]);
    expect(recorder.told).toEqual(['a1', 'a2']);
    expect(recorder.states.at(-1)).toBe('live');
  });

  it.each([
    ['the first one', {}, undefined],
    ['one that follows a reset', { after: { epoch: 'z', seq: 3 } }, false],
  ] as const)('asks again for a snapshot that a connection did not live to bring: %s', async (_, options, recovered) => {
    const cut: ServerBehaviour = {
      subscribe: (connection) => {
        connection.connected({ epoch: 'a', seq: 4 }, recovered ?? 'unsaid');
        return Promise.resolve({ seq: 4 });
      },
    };
    const { server, recorder } = await watching(cut, { after: undefined, ...options });
    server.last.close();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(server.last.requests).toEqual([{ task_id: 't', after: undefined }]);
    server.last.snapshot(4);
    server.last.event(5);

    expect(recorder.told.filter((told) => told !== 'reset')).toEqual(['snapshot 4', 'a5']);
    server.last.close();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(server.last.requests.at(-1)?.after).toEqual({ epoch: 'a', seq: 5 });
  });

  const hostile: [string, ServerBehaviour][] = [
    ['refuses to negotiate', { start: () => Promise.reject(new Error('Status code 500')) }],
    ['never answers', { start: () => new Promise(() => undefined) }],
    ['closes at once', { subscribe: (connection) => (connection.close(), new Promise(() => undefined)) }],
    [
      'accepts and closes',
      { subscribe: (connection) => (connection.connected({ epoch: 'a', seq: 0 }), connection.close(), Promise.resolve({ seq: 0 })) },
    ],
    ['never answers Subscribe', { subscribe: () => new Promise(() => undefined) }],
  ];
  it.each(hostile)('makes no storm when the server %s', async (_, behaviour) => {
    const { server } = await watching(behaviour);
    await vi.advanceTimersByTimeAsync(10 * 60_000);

    const gaps = server.openedAt.slice(1).map((at, index) => at - server.openedAt[index]!);
    expect(server.connections.length).toBeGreaterThan(10);
    expect(server.connections.length).toBeLessThan(50);
    expect(gaps.slice(-3).every((gap) => gap >= 15_000)).toBe(true);
    expect(server.connections.slice(0, -1).every((connection) => connection.stopped)).toBe(true);
  });

  const unwilling: [string, ServerBehaviour][] = [
    ['has no log', { subscribe: () => refusedWith('log_unavailable') }],
    ['is crowded', { subscribe: () => refusedWith('rate_limited') }],
    [
      'leaves holes',
      { subscribe: (connection) => (connection.connected({ epoch: 'a', seq: 0 }), connection.event(7), Promise.resolve({ seq: 7 })) },
    ],
  ];
  it.each(unwilling)('keeps the connection and asks more and more slowly when the server %s', async (_, behaviour) => {
    const { server } = await watching(behaviour);
    await vi.advanceTimersByTimeAsync(10 * 60_000);

    expect(server.connections).toHaveLength(1);
    expect(server.last.requests.length).toBeGreaterThan(10);
    expect(server.last.requests.length).toBeLessThan(100);
  });

  it('never makes more than eight tries a minute, however lucky the draws and however often the network comes back', async () => {
    const page = new EventTarget();
    vi.stubGlobal('window', page);
    vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
    vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'visible' }));
    const server = new FakeServer();
    const client = new TaskProgressClient({ url: 'https://roadmap.example', openHub: server.open, random: () => 0 });
    const watch = client.watch('t');
    watch.on('state', (state) => state.name === 'live' && setTimeout(() => server.last.close(), 5_500));
    for (let second = 0; second < 600; second++) {
      await vi.advanceTimersByTimeAsync(1_000);
      window.dispatchEvent(new Event('online'));
      window.dispatchEvent(new Event('pageshow'));
    }

    for (const start of server.openedAt)
      expect(server.openedAt.filter((at) => at >= start && at < start + 60_000).length).toBeLessThanOrEqual(8);
    expect(server.connections.length).toBeGreaterThan(70);
    client.close();
  });

  it('starts with small delays again only after a subscription that lasted', async () => {
    const { server, watch } = await watching();
    const delayAfterClosing = () => {
      server.last.close();
      return watch.state.name === 'waiting' ? watch.state.retryAt - Date.now() : undefined;
    };
    expect(delayAfterClosing()).toBe(250);
    await vi.advanceTimersByTimeAsync(250);
    expect(delayAfterClosing()).toBe(500);
    await vi.advanceTimersByTimeAsync(500);
    await vi.advanceTimersByTimeAsync(4_900);
    expect(delayAfterClosing()).toBe(1_000);
    await vi.advanceTimersByTimeAsync(1_000);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(delayAfterClosing()).toBe(250);
  });

  it('tries at once when it is woken, but not twice within a few seconds', async () => {
    const { server, client } = await watching({ start: () => Promise.reject(new Error('offline')) });
    // The delays have reached their cap, and the last try was a second ago.
    await vi.advanceTimersByTimeAsync(62_000);
    const before = server.connections.length;
    const wakeOften = async () => {
      for (let i = 0; i < 20; i++) {
        client.connection.wake();
        await settle();
      }
    };

    await wakeOften();
    expect(server.connections).toHaveLength(before);
    await vi.advanceTimersByTimeAsync(3_000);
    await wakeOften();
    expect(server.connections).toHaveLength(before + 1);
  });

  it('finds out on waking that the connection has died', async () => {
    const { server, watch, client } = await watching({ ping: () => new Promise(() => undefined) });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(watch.state.name).toBe('live');
    client.connection.wake();
    await vi.advanceTimersByTimeAsync(6_000);

    expect(server.connections).toHaveLength(2);
  });

  it('tries when a person asks for it', async () => {
    const { server, watch } = await watching({ start: () => Promise.reject(new Error('offline')) });
    watch.retryNow();
    await settle();

    expect(server.connections).toHaveLength(2);
  });
});

describe('the end', () => {
  it.each(['task_not_found', 'invalid_request', 'forbidden', 'unauthenticated'])(
    'is final when Subscribe is refused with %s',
    async (code) => {
      const { server, watch } = await watching({ subscribe: () => refusedWith(code) });
      await vi.advanceTimersByTimeAsync(10 * 60_000);

      expect(watch.state).toMatchObject({ name: 'refused', error: { code, message: 'said the server', final: true } });
      await expect(watch.result).rejects.toMatchObject({ code, final: true });
      expect(server.connections).toHaveLength(1);
      expect(server.last.stopped).toBe(true);
    },
  );

  it('is final when the task disappears while it is watched', async () => {
    const { server, watch } = await watching();
    server.last.error('task_not_found');
    await vi.advanceTimersByTimeAsync(60_000);

    expect(watch.state).toMatchObject({ name: 'refused', error: { code: 'task_not_found' } });
    expect(server.connections).toHaveLength(1);
  });

  it('comes when the watch is closed, and no try comes after it', async () => {
    const { server, watch } = await watching();
    server.last.close();
    watch.close();
    await vi.advanceTimersByTimeAsync(60_000);

    expect(watch.state.name).toBe('closed');
    expect(server.connections).toHaveLength(1);
  });
});
