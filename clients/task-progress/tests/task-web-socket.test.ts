import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TaskWebSocket, type TaskWebSocketHandlers, type TaskWebSocketOptions } from '../src/legacy/index.ts';
import { FakeNetwork } from './fake-web-socket.ts';

const handlerNames = [
  'onConnected',
  'onStatus',
  'onProgress',
  'onHumanReview',
  'onConceptStart',
  'onConceptComplete',
  'onConceptAllContentComplete',
  'onConceptFailed',
  'onBatchStart',
  'onBatchComplete',
  'onCompleted',
  'onFailed',
  'onClosing',
  'onError',
] as const;

/** Handlers that write down who was called with what: `onProgress 3`. */
function recorded(told: string[]): TaskWebSocketHandlers {
  const of = (name: string) => (message: { seq?: unknown; code?: unknown; recovered?: unknown }) =>
    void told.push([name, message.seq ?? message.code ?? message.recovered].filter((part) => part !== undefined).join(' '));
  return Object.fromEntries(handlerNames.map((name) => [name, of(name)]));
}

function watching(handlers?: TaskWebSocketHandlers, options: TaskWebSocketOptions = {}) {
  const told: string[] = [];
  const network = new FakeNetwork();
  const watch = new TaskWebSocket('t', handlers ?? recorded(told), {
    baseUrl: 'https://roadmap.example',
    WebSocket: network.WebSocket,
    random: () => 0.5,
    ...options,
  });
  watch.connect();
  return { told, network, watch };
}

/** Longer than any first delay, and shorter than a connection may take to open. */
const wait = () => vi.advanceTimersByTimeAsync(10_000);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

describe('watching a task', () => {
  it('asks for the task by its id, with its history unless told otherwise', () => {
    const network = new FakeNetwork();
    new TaskWebSocket('a/b', {}, { baseUrl: 'http://localhost:8000/', WebSocket: network.WebSocket }).connect(false);
    expect(network.last.url.href).toBe('ws://localhost:8000/api/v1/ws/a%2Fb?include_history=false');
    expect(watching().network.last.url.href).toBe('wss://roadmap.example/api/v1/ws/t?include_history=true');
  });

  it('takes the address of the page and the WebSocket of the browser by itself', () => {
    const network = new FakeNetwork();
    vi.stubGlobal('location', { origin: 'https://page.example' });
    vi.stubGlobal('WebSocket', network.WebSocket);
    new TaskWebSocket('t', {}).connect();
    expect(network.last.url.href).toBe('wss://page.example/api/v1/ws/t?include_history=true');
  });

  it('follows a task that it waited for, and leaves out what is said again for older clients', () => {
    const { told, network } = watching();
    network.last
      .opens()
      .says({ type: 'connected', task_id: 't', message: '', position: { epoch: '0', seq: 0 } })
      .says({ type: 'current_status', task_id: 't', seq: 0, epoch: '0' });
    network.last
      .event(1)
      .event(2, 'cancelled')
      .says({ type: 'failed', task_id: 't', alias_of: 'cancelled', error: 'cancelled' })
      .event(3, 'retry_started')
      .event(4);

    expect(told).toEqual(['onConnected', 'onStatus 0', 'onProgress 1', 'onProgress 4']);
    expect(network.sockets).toHaveLength(1);
  });

  it('calls the handler of each type', () => {
    const { told, network } = watching();
    network.last.opens().connected(0).status(0);
    const types = [
      'progress',
      'human_review_required',
      'concept_start',
      'concept_complete',
      'concept_all_content_complete',
      'concept_failed',
      'batch_start',
      'batch_complete',
      'failed',
      'retry_started',
      'completed',
    ];
    types.forEach((type, i) => network.last.event(i + 1, type));
    network.last.says({ type: 'error', code: 'invalid_request', message: '' }).closing();

    expect(told).toEqual([
      'onConnected',
      'onStatus 0',
      'onProgress 1',
      'onHumanReview 2',
      'onConceptStart 3',
      'onConceptComplete 4',
      'onConceptAllContentComplete 5',
      'onConceptFailed 6',
      'onBatchStart 7',
      'onBatchComplete 8',
      'onFailed 9',
      'onCompleted 11',
      'onError invalid_request',
      'onClosing',
    ]);
  });

  it('tells everything to onAnyEvent, first, and also what it does not know', () => {
    const told: string[] = [];
    const { network } = watching({
      onAnyEvent: (message) => void told.push(`any ${message.type}`),
      onProgress: () => void told.push('progress'),
    });
    network.last.opens().connected(0).event(1).event(2, 'of_a_later_version').says({ type: 'news' }).says({ type: 'pong' });

    expect(told).toEqual(['any connected', 'any progress', 'progress', 'any of_a_later_version', 'any news']);
  });

  it('gives messages to the handlers as they came', () => {
    const onCompleted = vi.fn();
    const { network } = watching({ onCompleted });
    network.last.opens().connected(0).event(1, 'completed');

    expect(onCompleted).toHaveBeenCalledExactlyOnceWith({ type: 'completed', task_id: 't', seq: 1, epoch: 'a', attempt: 1 });
  });

  it('drops what it has seen', () => {
    const { told, network } = watching();
    network.last.opens().connected(0);
    for (const seq of [1, 2, 2, 1, 3]) network.last.event(seq);

    expect(told).toEqual(['onConnected', 'onProgress 1', 'onProgress 2', 'onProgress 3']);
  });

  it('passes over what is no message', () => {
    const { told, network } = watching();
    network.last.opens().says('not JSON').says('null').says('[]').says('{"no":"type"}').connected(0);

    expect(told).toEqual(['onConnected']);
  });

  it('asks for the status only when somebody is there to answer', () => {
    const { network, watch } = watching();
    watch.requestStatus();
    expect([watch.isConnected(), network.last.sent]).toEqual([false, []]);
    network.last.opens();
    watch.requestStatus();
    expect([watch.isConnected(), network.last.sent]).toEqual([true, ['{"type":"get_status"}']]);
    network.last.closes(1006);
    watch.requestStatus();
    expect(watch.isConnected()).toBe(false);
  });

  it('does not connect twice', () => {
    const { network, watch } = watching();
    watch.connect();
    network.last.opens();
    watch.connect();
    expect(network.sockets).toHaveLength(1);
  });
});

describe('coming back', () => {
  it('resumes from the last event that it saw', async () => {
    const { told, network } = watching();
    network.last.opens().connected(4).status(4).event(5).event(6).closes(1006);
    await wait();
    expect(network.last.query).toEqual({ include_history: 'true', epoch: 'a', after_seq: '6' });
    network.last.opens().connected(6, { recovered: true }).event(7);

    expect(told).toEqual(['onConnected', 'onStatus 4', 'onProgress 5', 'onProgress 6', 'onConnected true', 'onProgress 7']);
  });

  it('resumes from where it came in when it wants no history and saw no event', async () => {
    const network = new FakeNetwork();
    new TaskWebSocket('t', {}, { baseUrl: 'https://roadmap.example', WebSocket: network.WebSocket }).connect(false);
    network.last.opens().connected(4).closes(1001);
    await wait();
    expect(network.last.query['after_seq']).toBe('4');
  });

  it('asks for the snapshot again that a connection did not live to bring', async () => {
    const { told, network } = watching();
    network.last.opens().connected(4).closes(1006);
    await wait();
    expect(network.last.query).toEqual({ include_history: 'true' });
    network.last.opens().connected(5).status(5).connected(9, { recovered: false, reason: 'trimmed' }).closes(1006);
    await wait();
    expect(network.last.query).toEqual({ include_history: 'true', epoch: 'a', after_seq: '5' });
    network.last.opens().connected(9, { recovered: false, reason: 'trimmed' }).status(9).event(10);

    expect(told.filter((line) => !line.startsWith('onConnected'))).toEqual(['onStatus 5', 'onStatus 9', 'onProgress 10']);
  });

  it('asks anew when it never got in', async () => {
    const { network } = watching();
    network.last.opens().closes(1006);
    await wait();
    expect(network.last.query).toEqual({ include_history: 'true' });
  });

  it('begins anew when the server says that the position is lost', async () => {
    const { told, network } = watching();
    network.last.opens().connected(0).event(1).closes(1006);
    await wait();
    network.last
      .opens()
      .says({ type: 'connected', task_id: 't', position: { epoch: 'b', seq: 7 }, recovered: false, reason: 'epoch_changed' });
    network.last.status(7, 'b').event(8, 'progress', 'b').closes(1006);
    await wait();

    expect(told).toEqual(['onConnected', 'onProgress 1', 'onConnected false', 'onStatus 7', 'onProgress 8']);
    expect(network.last.query).toMatchObject({ epoch: 'b', after_seq: '8' });
  });

  it('begins anew in the middle of a connection too', () => {
    const { told, network } = watching();
    network.last.opens().connected(0).event(1).connected(9, { recovered: false, reason: 'trimmed' }).status(9).event(10);

    expect(told).toEqual(['onConnected', 'onProgress 1', 'onConnected false', 'onStatus 9', 'onProgress 10']);
    expect(network.sockets).toHaveLength(1);
  });

  it('comes back for what is missing', async () => {
    const { told, network } = watching();
    network.last.opens().connected(0).event(1).event(3);
    await wait();
    expect(network.sockets[0]?.closeCalls).toBe(1);
    expect(network.last.query['after_seq']).toBe('1');
    expect(told).toEqual(['onConnected', 'onProgress 1']);
  });

  it.each([1000, 1001, 1005, 1006, 1011, 1012, 4408, 4503])('comes back after %i', async (code) => {
    const { told, network } = watching();
    network.last.opens().connected(0).closes(code);
    await wait();
    expect(network.sockets).toHaveLength(2);
    expect(told).toEqual(['onConnected']);
  });

  it.each([
    [1009, 'too_large'],
    [4400, 'invalid_request'],
    [4401, 'unauthenticated'],
    [4403, 'forbidden'],
    [4404, 'task_not_found'],
    [4499, 'invalid_request'],
  ])('does not come back after %i, and says why', async (close_code, code) => {
    const onError = vi.fn();
    const { network } = watching({ onError });
    network.last.opens().closes(close_code, 'said the server');
    await wait();

    expect(network.sockets).toHaveLength(1);
    expect(onError).toHaveBeenCalledExactlyOnceWith({
      type: 'error',
      code,
      message: 'said the server',
      task_id: 't',
      final: true,
      close_code,
    });
  });

  it('rests after the end', async () => {
    const { told, network, watch } = watching();
    network.last.opens().connected(0).event(1, 'completed').closing().closes(1000);
    await wait();

    expect([network.sockets.length, watch.isConnected(), vi.getTimerCount()]).toEqual([1, false, 0]);
    expect(told).toEqual(['onConnected', 'onCompleted 1', 'onClosing']);
  });

  it('can be asked to watch the same task once more after the end', () => {
    const { told, network, watch } = watching();
    network.last.opens().connected(0).event(1, 'failed').closing().closes(1000);
    watch.connect();
    expect(network.last.query).toEqual({ include_history: 'true' });
    network.last.opens().connected(2).status(2);
    expect(told.slice(-2)).toEqual(['onConnected', 'onStatus 2']);
  });

  it('says so when no connection can be made at all', () => {
    const onError = vi.fn();
    class Refusing {
      constructor() {
        throw new SyntaxError('no such address');
      }
    }
    const watch = watching({ onError }, { WebSocket: Refusing as never }).watch;

    expect(onError).toHaveBeenCalledExactlyOnceWith({
      type: 'error',
      code: 'invalid_request',
      message: 'SyntaxError: no such address',
      task_id: 't',
      final: true,
    });
    expect([watch.isConnected(), vi.getTimerCount()]).toEqual([false, 0]);
  });
});

describe('the delays', () => {
  async function delayOf(network: FakeNetwork): Promise<number> {
    const before = network.sockets.length;
    for (let waited = 0; ; waited += 50) {
      if (network.sockets.length > before) return waited;
      await vi.advanceTimersByTimeAsync(50);
    }
  }

  it('grow with every failure, up to a bound', async () => {
    const { network } = watching();
    const delays: number[] = [];
    for (let i = 0; i < 9; i++) {
      network.last.closes(1006);
      delays.push(await delayOf(network));
    }
    expect(delays).toEqual([250, 500, 1000, 2000, 4000, 8000, 15000, 15000, 15000]);
  });

  it('are anywhere below their bound', async () => {
    const { network } = watching(undefined, { random: () => 0 });
    network.last.closes(1006);
    expect(await delayOf(network)).toBe(100);
  });

  it('start small again after a connection that lasted', async () => {
    const { network } = watching();
    for (let i = 0; i < 5; i++) {
      network.last.closes(1006);
      await delayOf(network);
    }
    network.last.opens().connected(0);
    await vi.advanceTimersByTimeAsync(5_000);
    network.last.closes(1006);
    expect(await delayOf(network)).toBe(250);
  });

  it('go on growing when a connection does not last', async () => {
    const { network } = watching();
    for (let i = 0; i < 3; i++) {
      network.last.opens().connected(0).closes(1006);
      await delayOf(network);
    }
    network.last.closes(1006);
    expect(await delayOf(network)).toBe(2000);
  });

  it('are long when there are too many already', async () => {
    const { network } = watching();
    network.last.opens().closes(4429);
    expect(await delayOf(network)).toBe(5_000);
  });

  it('end when the user does not want to wait', () => {
    const { network, watch } = watching();
    network.last.opens().connected(3).status(3).closes(1006);
    watch.connect();
    expect(network.sockets).toHaveLength(2);
    expect(network.last.query['after_seq']).toBe('3');
    expect(vi.getTimerCount()).toBe(1);
  });
});

describe('a connection that died unnoticed', () => {
  it('is asked after a silence, and kept when it answers', async () => {
    const { network } = watching();
    network.last.opens().connected(0);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(network.last.sent).toEqual(['{"type":"ping"}']);
    network.last.says({ type: 'pong' });
    await vi.advanceTimersByTimeAsync(19_999);
    expect([network.sockets.length, network.last.sent.length]).toEqual([1, 1]);
  });

  it('is not asked while it speaks', async () => {
    const { network } = watching();
    network.last.opens().connected(0);
    for (let seq = 1; seq <= 10; seq++) {
      await vi.advanceTimersByTimeAsync(15_000);
      network.last.event(seq);
    }
    expect(network.last.sent).toEqual([]);
  });

  it('is given up when it does not answer', async () => {
    const { told, network } = watching();
    network.last.opens().connected(0).event(1);
    await vi.advanceTimersByTimeAsync(30_250);
    expect(network.sockets).toHaveLength(2);
    expect(network.last.query['after_seq']).toBe('1');
    network.sockets[0]?.event(2).closes(1006);
    expect(told).toEqual(['onConnected', 'onProgress 1']);
  });

  it('is given up when it never opens', async () => {
    const { network } = watching();
    await vi.advanceTimersByTimeAsync(15_250);
    expect(network.sockets).toHaveLength(2);
  });
});

describe('disconnect', () => {
  it.each<[string, (network: FakeNetwork) => unknown]>([
    ['while it connects', () => undefined],
    ['when it is open', (network) => network.last.opens()],
    ['in the middle of events', (network) => network.last.opens().connected(0).event(1)],
    ['between closing and the close', (network) => network.last.opens().connected(0).event(1, 'completed').closing()],
    ['while it waits', (network) => network.last.opens().closes(1006)],
    ['after the end', (network) => network.last.opens().connected(0).closing().closes(1000)],
    ['after a refusal', (network) => network.last.opens().closes(4404)],
  ])('is final and silent %s', async (_, reach) => {
    const { told, network, watch } = watching();
    reach(network);
    told.length = 0;

    watch.disconnect();
    network.last.opens().connected(0).event(1).says({ type: 'error', code: 'forbidden', message: '' }).closing();
    network.last.closes(4404);
    await wait();

    expect([told, network.sockets.length, vi.getTimerCount(), watch.isConnected()]).toEqual([[], 1, 0, false]);
    watch.disconnect();
  });

  it('may come from a handler, and ends the message that is being told', () => {
    const told: string[] = [];
    const { network, watch } = watching({
      onAnyEvent: (message) => {
        if (message.type === 'completed') watch.disconnect();
      },
      onCompleted: () => void told.push('completed'),
    });
    network.last.opens().connected(0).event(1, 'completed').event(2);
    expect(told).toEqual([]);
  });

  it('is not the end of the object', () => {
    const { network, watch } = watching();
    network.last.opens().connected(5).event(6);
    watch.disconnect();
    watch.connect(false);
    expect(network.last.query).toEqual({ include_history: 'false' });
  });
});

describe('a handler that throws', () => {
  it('harms nothing but itself', async () => {
    const reported = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const told: string[] = [];
    const { network } = watching({
      ...recorded(told),
      onAnyEvent: () => {
        throw new Error('any');
      },
      onProgress: async () => Promise.reject(new Error('later')),
      onError: () => {
        throw new Error('error');
      },
    });
    network.last.opens().connected(0).event(1).event(2, 'batch_start').closes(4404);
    await wait();

    expect(told).toEqual(['onConnected', 'onBatchStart 2']);
    expect(reported.mock.calls.map(([error]) => (error as Error).message).sort()).toEqual(['any', 'any', 'any', 'error', 'later']);
  });

  it('keeps its `this`', () => {
    class Page {
      steps = 0;
      onProgress() {
        this.steps += 1;
      }
    }
    const page = new Page();
    const { network } = watching(page);
    network.last.opens().connected(0).event(1);
    expect(page.steps).toBe(1);
  });
});
