import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TaskProgressClient, watchTask, type WatchMessage, type WatchOptions } from '../src/index.ts';
import { FakeServer, refusedWith, type FakeConnection, type ServerBehaviour } from './fake-hub.ts';

const settle = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function clientOf(behaviour?: ServerBehaviour) {
  const server = new FakeServer(behaviour);
  return { server, client: new TaskProgressClient({ url: 'https://roadmap.example', openHub: server.open, random: () => 0.5 }) };
}

async function watching(options?: WatchOptions, behaviour?: ServerBehaviour) {
  const { server, client } = clientOf(behaviour);
  const watch = client.watch('t', options);
  const told: string[] = [];
  watch.on('message', (message) => told.push(briefly(message)));
  await settle();
  return { server, client, watch, told };
}

const briefly = (message: WatchMessage): string =>
  message.type === 'connected' ? `reset ${message.reason ?? ''}`.trim() : `${message.type} ${message.seq}`;

/** What a reader reads, until the watch ends. */
async function read(watch: AsyncIterable<WatchMessage>): Promise<string[]> {
  const seen: string[] = [];
  for await (const message of watch) seen.push(briefly(message));
  return seen;
}

/** The answer of a server whose task has ended at 5, which its log still has. */
const ended = (connection: FakeConnection, seq: number | undefined): Promise<{ seq: number }> => {
  connection.connected({ epoch: 'a', seq: seq ?? 5 }, seq === undefined ? 'unsaid' : true);
  if (seq === undefined) connection.snapshot(5, { status: 'completed' });
  else if (seq < 5) connection.ends(5);
  return Promise.resolve({ seq: 5 });
};

describe('one task', () => {
  it('is read from its snapshot to its end, by iteration', async () => {
    const { server, watch } = await watching();
    const reading = read(watch);
    server.last.event(1);
    await settle();
    server.last.ends(2);
    await settle();

    expect(await reading).toEqual(['current_status 0', 'progress 1', 'completed 2']);
    expect(await watch.result).toMatchObject({ type: 'completed', seq: 2 });
    expect(watch.snapshot).toMatchObject({ status: 'completed', percentage: 100, seq: 2 });
    expect(watch.state.name).toBe('ended');
  });

  it('is folded event by event', async () => {
    const { server, watch } = await watching();
    server.last.event(1);
    expect(watch.snapshot).toMatchObject({ current_step: 'intent_analysis', percentage: 1, seq: 1 });
    server.last.event(2);
    expect(watch.snapshot).toMatchObject({ percentage: 2, seq: 2 });
  });

  it('leaves the snapshot out when it is told to', async () => {
    const { server, told } = await watching({ includeHistory: false });
    server.last.event(1);
    expect(told).toEqual(['progress 1']);
  });

  it('tells its end also to who comes after it, with the event itself', async () => {
    const { server, watch, told } = await watching({}, { subscribe: (connection, request) => ended(connection, request.after?.seq) });
    expect(told).toEqual(['current_status 5', 'completed 5']);
    expect(await watch.result).toMatchObject({ type: 'completed', message: 'done' });
    expect(server.last.requests.map(({ after }) => after?.seq)).toEqual([undefined, 4]);
  });

  it('tells its end by the snapshot when the event is not kept any more', async () => {
    const subscribe = (connection: FakeConnection) => {
      connection.connected({ epoch: 'a', seq: 5 }, 'unsaid');
      connection.snapshot(5, { status: 'failed', error: 'no disk', oldest_seq: 6 });
      return Promise.resolve({ seq: 5 });
    };
    const { watch } = await watching({}, { subscribe });
    expect(await watch.result).toMatchObject({ type: 'failed', error: 'no disk', seq: 5 });
  });

  it('does not take the end of an earlier attempt for its own', async () => {
    const subscribe = (connection: FakeConnection) => {
      connection.connected({ epoch: 'a', seq: 0 });
      connection.ends(1);
      connection.retries(2);
      connection.event(3);
      return Promise.resolve({ seq: 3 });
    };
    const { server, watch } = await watching({ after: { seq: 0 } }, { subscribe });
    expect(watch.state.name).toBe('live');
    server.last.ends(4);

    expect(await watch.result).toMatchObject({ seq: 4 });
  });

  it('stays for a retry when it is kept open, and tells each end once', async () => {
    const { server, watch, told } = await watching({ keepOpen: true });
    const ends: number[] = [];
    watch.on('end', ({ seq }) => ends.push(seq));
    server.last.ends(1);
    server.last.close();
    await vi.advanceTimersByTimeAsync(1_000);
    server.last.retries(2);
    server.last.ends(3);

    expect(told).toEqual(['current_status 0', 'completed 1', 'retry_started 2', 'completed 3']);
    expect(ends).toEqual([1, 3]);
    expect(watch.state.name).toBe('live');
  });

  it('says that its position was lost, and hands over the snapshot', async () => {
    const { server, watch, told } = await watching(
      { after: { epoch: 'old', seq: 7 } },
      {
        subscribe: (connection) => {
          connection.connected({ epoch: 'a', seq: 3 }, false);
          connection.snapshot(3);
          return Promise.resolve({ seq: 3 });
        },
      },
    );
    server.last.event(4);

    expect(told).toEqual(['reset', 'current_status 3', 'progress 4']);
    expect(watch.snapshot?.seq).toBe(4);
  });
});

describe('the end of a watch', () => {
  it('tells a cut line from a task that ended', async () => {
    const { server, watch } = await watching();
    const states: string[] = [];
    watch.on('state', ({ name }) => states.push(name));
    server.last.close();
    expect(states).toEqual(['waiting']);
    await vi.advanceTimersByTimeAsync(1_000);
    server.last.ends(1);

    expect(states).toEqual(['waiting', 'connecting', 'connecting', 'catching_up', 'live', 'ended']);
  });

  it('comes with an abort signal, with a break, and with the client', async () => {
    const { server, client } = clientOf();
    const abort = new AbortController();
    const aborted = client.watch('a', { signal: abort.signal });
    const broken = client.watch('b');
    const closed = client.watch('c');
    const breaking = (async () => {
      for await (const message of broken) if (message.type === 'current_status') break;
    })();
    await settle();
    abort.abort();
    await breaking;
    expect(server.last.stopped).toBe(false);
    client.close();

    for (const watch of [aborted, broken, closed]) {
      await expect(watch.result).rejects.toMatchObject({ code: 'closed' });
      expect(watch.state.name).toBe('closed');
    }
    expect(server.last.stopped).toBe(true);
    await expect(client.watch('d').result).rejects.toMatchObject({ code: 'closed' });
  });

  it('throws out of the iteration when the task may not be watched', async () => {
    const { watch } = await watching({}, { subscribe: () => refusedWith('task_not_found') });
    await expect(read(watch)).rejects.toMatchObject({ name: 'TaskProgressError', code: 'task_not_found', final: true });
  });

  it('ends the connection of watchTask', async () => {
    const server = new FakeServer();
    const watch = watchTask('t', { url: 'https://roadmap.example', openHub: server.open });
    await settle();
    server.last.ends(1);
    await watch.result;
    await settle();

    expect(server.last.stopped).toBe(true);
  });
});

describe('many tasks', () => {
  it('go over one connection, which is kept for half a second after the last', async () => {
    const { server, client } = clientOf();
    const watches = Array.from({ length: 1_000 }, (_, number) => client.watch(`t${number}`));
    await settle();
    expect(server.connections).toHaveLength(1);
    expect(server.last.requests).toHaveLength(1_000);

    for (const watch of watches) watch.close();
    await vi.advanceTimersByTimeAsync(400);
    client.watch('t');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(server.connections).toHaveLength(1);
    expect(server.last.stopped).toBe(false);
  });

  it('do not hear of one another', async () => {
    const { server, client, told } = await watching();
    client.watch('u');
    await settle();
    server.last.task = 'u';
    server.last.error('task_not_found');
    server.last.task = 't';
    server.last.event(1);

    expect(told).toEqual(['current_status 0', 'progress 1']);
  });

  it('all come back from where they were', async () => {
    const { server, client } = await watching();
    client.watch('u');
    await settle();
    server.last.event(1);
    server.last.close();
    await vi.advanceTimersByTimeAsync(1_000);

    expect(server.last.requests).toEqual(['t', 'u'].map((task_id) => expect.objectContaining({ task_id })));
  });
});

describe('two watches of one task', () => {
  it('share a subscription; the later one begins with the snapshot as it is then', async () => {
    const { server, client, told } = await watching();
    server.last.event(1);
    const later: string[] = [];
    client.watch('t').on('message', (message) => later.push(briefly(message)));
    await settle();
    server.last.event(2);

    expect(server.last.requests).toHaveLength(1);
    expect(told).toEqual(['current_status 0', 'progress 1', 'progress 2']);
    expect(later).toEqual(['current_status 1', 'progress 2']);
  });

  it('each get what they asked for when one wants the whole log', async () => {
    const { server, client, told } = await watching();
    server.last.event(1);
    server.last.event(2);
    const whole: string[] = [];
    client.watch('t', { after: { seq: 0 } }).on('message', (message) => whole.push(briefly(message)));
    await settle();
    expect(server.last.requests.at(-1)?.after).toEqual({ seq: 0 });
    for (const seq of [1, 2, 3]) server.last.event(seq);

    expect(told).toEqual(['current_status 0', 'progress 1', 'progress 2', 'progress 3']);
    expect(whole).toEqual(['progress 1', 'progress 2', 'progress 3']);
  });

  it('go on alone when the other is closed', async () => {
    const { server, client, watch, told } = await watching();
    client.watch('t').close();
    const other = client.watch('t');
    await settle();
    watch.close();
    server.last.event(1);

    expect(told).toEqual(['current_status 0']);
    expect(other.snapshot?.seq).toBe(1);
    expect(server.last.calls).not.toContain('Unsubscribe');
  });
});

describe('a slow reader', () => {
  it('holds the server up instead of filling the memory, and misses nothing', async () => {
    const { server, client } = clientOf();
    const watch = client.watch('t', { after: { seq: 0 } });
    const reader = watch[Symbol.asyncIterator]();
    const first = reader.next();
    await settle();
    for (let seq = 1; seq <= 10_000; seq++) server.last.event(seq);
    await settle();
    expect(server.last.calls.at(-1)).toBe('Unsubscribe');

    let read = 0;
    expect((await first).value).toMatchObject({ seq: (read += 1) });
    while (server.last.requests.length === 1) {
      const next = reader.next();
      await settle();
      if (server.last.requests.length > 1) break;
      expect((await next).value).toMatchObject({ seq: (read += 1) });
    }
    expect(read).toBeLessThan(5_000);
    expect(server.last.requests.at(-1)?.after).toEqual({ epoch: 'a', seq: read });
  });
});

describe('handlers', () => {
  it('may throw, fail later, close, take themselves off and watch again', async () => {
    const reported = vi.fn();
    vi.stubGlobal('reportError', reported);
    const { server, client, watch, told } = await watching();
    const again: string[] = [];
    watch.on('progress', () => {
      throw new Error('mine');
    });
    watch.on('progress', () => Promise.reject(new Error('mine, later')));
    const off: () => void = watch.on('progress', () => off());
    watch.on('progress', ({ seq }) => {
      if (seq === 2) client.watch('t').on('message', (message) => again.push(briefly(message)));
      if (seq === 3) watch.close();
    });
    watch.on('progress', ({ seq }) => told.push(`last handler ${seq}`));
    for (const seq of [1, 2]) server.last.event(seq);
    await settle();
    for (const seq of [3, 4]) server.last.event(seq);
    await settle();

    expect(told).toEqual(['current_status 0', 'progress 1', 'last handler 1', 'progress 2', 'last handler 2', 'progress 3']);
    expect(again).toEqual(['current_status 2', 'progress 3', 'progress 4']);
    expect(reported).toHaveBeenCalledTimes(6);
  });

  it('may watch the task again from within its end', async () => {
    const { server, client, watch } = await watching();
    watch.on('end', () => client.watch('t', { keepOpen: true }));
    server.last.ends(1);
    await vi.advanceTimersByTimeAsync(10_000);

    expect(watch.state.name).toBe('ended');
    expect(server.connections).toHaveLength(1);
    expect(server.last.stopped).toBe(false);
  });
});

describe('in a browser', () => {
  let page: EventTarget;
  let online: boolean;

  beforeEach(() => {
    page = new EventTarget();
    online = true;
    vi.stubGlobal('window', page);
    vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
    vi.stubGlobal('document', { visibilityState: 'visible' });
    vi.stubGlobal('navigator', {
      get onLine() {
        return online;
      },
    });
  });
  const fire = (type: string) => void page.dispatchEvent(new Event(type));

  it('says within a second that it is offline, and comes back at once when it is not', async () => {
    const { server, watch } = await watching({}, { ping: () => new Promise(() => undefined) });
    await vi.advanceTimersByTimeAsync(60_000);
    server.behaviour = { start: () => Promise.reject(new Error('no network')) };
    online = false;
    fire('offline');
    // A busy page is late by some of the second.
    await vi.advanceTimersByTimeAsync(500);
    expect(watch.state.name).toBe('offline');

    await vi.advanceTimersByTimeAsync(60_000);
    server.behaviour = {};
    online = true;
    fire('online');
    await settle();
    expect(watch.state.name).toBe('live');
  });

  it('stays with a server on the same machine, which needs no network, though it is slow', async () => {
    const { server, watch } = await watching({}, { ping: () => new Promise((answer) => setTimeout(answer, 400)) });
    online = false;
    fire('offline');
    await vi.advanceTimersByTimeAsync(10_000);

    expect(watch.state.name).toBe('live');
    expect(server.connections).toHaveLength(1);
  });

  it.each(['visibilitychange', 'pageshow', 'online'])('tries at once at %s', async (type) => {
    const { server, watch } = await watching();
    server.behaviour = { start: () => Promise.reject(new Error('away')) };
    server.last.close();
    await vi.advanceTimersByTimeAsync(110_000);
    expect(watch.state.name).toBe('waiting');
    server.behaviour = {};
    fire(type);
    await settle();

    expect(watch.state.name).toBe('live');
  });

  it('hears nothing more of the page when it is closed', async () => {
    const { server, client } = await watching();
    client.close();
    for (const type of ['visibilitychange', 'pageshow', 'online', 'offline']) fire(type);
    await vi.advanceTimersByTimeAsync(60_000);

    expect(server.connections).toHaveLength(1);
  });
});

describe('options', () => {
  it.each(['roadmap.example', 'ws://roadmap.example', 'https://'])('refuse the url %s and name it', (url) => {
    expect(() => new TaskProgressClient({ url })).toThrow('`url`');
  });

  it('need a url where there is no page', () => {
    expect(() => new TaskProgressClient()).toThrow('`url` is undefined: give one');
  });
});
