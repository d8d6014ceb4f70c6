import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createTaskWebSocket, RoadmapWebSocket, TaskPolling, TaskWebSocket } from '../src/legacy/index.ts';
import { FakeNetwork } from './fake-web-socket.ts';

describe('RoadmapWebSocket', () => {
  it('tells the same under its own names, with a base URL that has /api/v1 in it', () => {
    const told: string[] = [];
    const network = new FakeNetwork();
    const note = (name: string) => (value?: unknown) =>
      void told.push(value instanceof Error ? `${name} ${value.message}` : typeof value === 'string' ? `${name} ${value}` : name);
    const names = ['onConnected', 'onCurrentStatus', 'onProgress', 'onCompleted', 'onError', 'onClose'];
    const handlers = Object.fromEntries(names.map((name) => [name, note(name)]));
    const socket = new RoadmapWebSocket('t', handlers, { baseUrl: 'https://roadmap.example/api/v1/', WebSocket: network.WebSocket });

    socket.connect();
    network.last
      .opens()
      .connected(0)
      .status(0)
      .event(1)
      .says({ type: 'error', code: 'x', message: 'odd' })
      .event(2, 'completed')
      .closing()
      .closes(1000);

    expect(network.last.url.href).toBe('wss://roadmap.example/api/v1/ws/t?include_history=true');
    expect(told).toEqual(['onConnected', 'onCurrentStatus', 'onProgress', 'onError odd', 'onCompleted', 'onClose ']);
    expect(socket.isConnected()).toBe(false);
  });

  it('says that it is closed when the task cannot be watched', () => {
    const onClose = vi.fn();
    const network = new FakeNetwork();
    new RoadmapWebSocket('t', { onClose }, { baseUrl: 'https://roadmap.example', WebSocket: network.WebSocket }).connect();
    network.last.opens().closes(4404, 'no such task');

    expect(onClose).toHaveBeenCalledExactlyOnceWith('no such task');
  });
});

describe('createTaskWebSocket', () => {
  it('makes one', () => expect(createTaskWebSocket('t')).toBeInstanceOf(TaskWebSocket));
});

describe('TaskPolling', () => {
  let server: Server | undefined;
  afterEach(() => new Promise((resolve) => (server === undefined ? resolve(undefined) : server.close(resolve))));

  async function polling(...answers: [number, object][]) {
    const asked: string[] = [];
    server = createServer((request, response) => {
      asked.push(request.url ?? '');
      const [status, body] = answers.length > 1 ? answers.shift()! : answers[0]!;
      response.writeHead(status, { 'content-type': 'application/json', connection: 'close' }).end(JSON.stringify(body));
    });
    await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
    const told: string[] = [];
    const { port } = server.address() as AddressInfo;
    const handlers = {
      onStatusUpdate: ({ status }: { status: string }) => void told.push(`status ${status}`),
      onComplete: ({ status }: { status: string }) => void told.push(`complete ${status}`),
      onError: ({ code }: { code: string }) => void told.push(`error ${code}`),
    };
    const poll = new TaskPolling('a b', handlers, { baseUrl: `http://127.0.0.1:${port}/api/v1` });
    poll.start(1);
    return { poll, told, asked };
  }

  it.each(['completed', 'failed', 'cancelled'])('asks on over a failure until the task is %s', async (end) => {
    const { poll, told, asked } = await polling(
      [200, { status: 'processing' }],
      [503, { code: 'log_unavailable', detail: 'later' }],
      [200, { status: end }],
    );
    await vi.waitFor(() => expect(poll.running()).toBe(false));

    expect(told).toEqual(['status processing', 'error log_unavailable', `status ${end}`, `complete ${end}`]);
    expect(asked[0]).toBe('/api/v1/roadmaps/a%20b/status');
  });

  it('stops at a task that does not exist, and when it is told to', async () => {
    const { poll, told } = await polling([404, { code: 'task_not_found', detail: 'There is none.' }]);
    await vi.waitFor(() => expect(poll.running()).toBe(false));
    expect(told).toEqual(['error task_not_found']);

    poll.start(1);
    poll.stop();
    expect(poll.running()).toBe(false);
  });
});
