import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TaskProgressClient, watchTasks } from '../src/index.ts';
import { FakeServer } from './fake-hub.ts';
import { changeOf, taskAt } from './some-tasks.ts';

const settle = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('fetch', () => Promise.resolve(Response.json({ tasks: [taskAt(1)] })));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function connect() {
  const server = new FakeServer();
  const client = new TaskProgressClient({ url: 'https://roadmap.example', openHub: server.open });
  const list = async (kind: string, options: { signal?: AbortSignal } = {}) => {
    const shown: string[][] = [];
    const end = watchTasks(client, { kind, ...options, tasks: (tasks) => shown.push(tasks.map((task) => task.task_id)) });
    await settle();
    return { shown, end };
  };
  return { server, client, list };
}

const isOpen = (server: FakeServer) => server.connections.map((connection) => !connection.stopped);

describe('lists of one client', () => {
  it('go on side by side, each with what it asked for', async () => {
    const { server, list } = connect();
    const imports = await list('import');
    const exports = await list('export');
    server.connections[0]!.changed(changeOf(2, 1));
    server.connections[1]!.changed(changeOf(3, 1));

    expect(imports.shown).toEqual([['t1'], ['t2', 't1']]);
    expect(exports.shown).toEqual([['t1'], ['t3', 't1']]);
  });

  it('leave the connection to the next one when they end', async () => {
    const { server, list } = connect();
    const first = await list('import');
    const second = await list('export');
    second.end();
    first.end();
    first.end();
    await list('import');

    expect(server.connections).toHaveLength(2);
    expect(isOpen(server)).toEqual([true, false]);
  });

  it('end with the client, and with their signal', async () => {
    const { server, client, list } = connect();
    const aborted = await list('import', { signal: AbortSignal.abort() });
    await list('import');
    await list('export');
    client.close();
    await settle();

    expect(aborted.shown).toEqual([]);
    expect(isOpen(server)).toEqual([false, false]);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('a client that is closed', () => {
  it('watches nothing, and says so', async () => {
    const { server, client } = connect();
    client.close();
    const watch = client.watch('t');

    await expect(watch.result).rejects.toMatchObject({ code: 'closed', final: true });
    expect(server.connections).toHaveLength(0);
  });
});
