import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { TaskWebSocket, type TaskWebSocketHandlers } from '../src/legacy/index.ts';

/** Over real sockets: that the class is content with what a WebSocket of another maker does. */
describe('with the WebSocket of `ws`', () => {
  let server: WebSocketServer;
  let watch: TaskWebSocket | undefined;

  beforeEach(async () => {
    server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
    await new Promise((resolve) => server.once('listening', resolve));
  });

  afterEach(async () => {
    watch?.disconnect();
    for (const client of server.clients) client.terminate();
    await new Promise((resolve) => server.close(resolve));
  });

  function connect(handlers: TaskWebSocketHandlers): TaskWebSocket {
    const { port } = server.address() as AddressInfo;
    watch = new TaskWebSocket('t', handlers, {
      baseUrl: `http://127.0.0.1:${port}`,
      WebSocket,
      backoff: { baseMs: 1, capMs: 1, floorMs: 0 },
    });
    watch.connect();
    return watch;
  }

  const nextSocket = () =>
    new Promise<{ socket: WebSocket; url: string }>((resolve) =>
      server.once('connection', (socket, request) => resolve({ socket, url: request.url ?? '' })),
    );
  const say = (socket: WebSocket, message: object) => socket.send(JSON.stringify({ task_id: 't', ...message }));
  const connected = (socket: WebSocket, seq: number, more: object = {}) =>
    say(socket, { type: 'connected', position: { epoch: 'a', seq }, ...more });

  it('watches, comes back to where it was, and rests after the end', async () => {
    const onProgress = vi.fn();
    const first = nextSocket();
    const ended = new Promise((resolve) => connect({ onProgress, onClosing: resolve }));
    const { socket } = await first;
    connected(socket, 0);
    say(socket, { type: 'progress', seq: 1, epoch: 'a' });
    await vi.waitFor(() => expect(onProgress).toHaveBeenCalledOnce());
    const second = nextSocket();
    socket.terminate();

    const back = await second;
    const closed = new Promise((resolve) => back.socket.once('close', resolve));
    expect(back.url).toBe('/api/v1/ws/t?include_history=true&epoch=a&after_seq=1');
    connected(back.socket, 1, { recovered: true });
    say(back.socket, { type: 'completed', seq: 2, epoch: 'a' });
    say(back.socket, { type: 'closing', reason: 'task_ended' });
    back.socket.close(1000);
    await Promise.all([ended, closed]);
    expect(watch?.isConnected()).toBe(false);
  });

  it('hears why it was refused', async () => {
    const first = nextSocket();
    const refused = new Promise((resolve) => connect({ onError: resolve }));
    (await first).socket.close(4404, 'no such task');

    expect(await refused).toMatchObject({ code: 'task_not_found', message: 'no such task', final: true, close_code: 4404 });
  });

  it('asks for the status', async () => {
    const first = nextSocket();
    const joined = new Promise((resolve) => connect({ onConnected: resolve }));
    const { socket } = await first;
    const asked = new Promise<string>((resolve) => socket.once('message', (data) => resolve(String(data))));
    connected(socket, 0);
    await joined;
    watch?.requestStatus();

    expect(await asked).toBe('{"type":"get_status"}');
  });

  it('may leave while it still connects', async () => {
    const first = nextSocket();
    const onError = vi.fn();
    connect({ onError }).disconnect();
    const other = connect({ onError });
    await first;

    expect(onError).not.toHaveBeenCalled();
    other.disconnect();
  });
});
