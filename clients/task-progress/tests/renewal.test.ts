import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TaskProgressClient } from '../src/client.ts';
import { withRenewal } from '../src/renewal.ts';
import type { TaskWatch } from '../src/task-watch.ts';
import { FakeServer, refusedWith } from './fake-hub.ts';

const hourMs = 3_600_000;
let made = 0;

/** Each is another one. */
const tokenFor = (lifeMs: number): string => {
  const part = (value: object) => btoa(JSON.stringify(value)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
  return `${part({ alg: 'none' })}.${part({ sub: 'ada', exp: (Date.now() + lifeMs) / 1_000, jti: ++made, note: '???>>>' })}.`;
};

describe('the renewal of tokens', () => {
  let server: FakeServer;
  let client: TaskProgressClient;
  let watch: TaskWatch;
  const seen: number[] = [];
  const brought: string[] = [];

  const start = async (accessToken: () => string | Promise<string>) => {
    client = new TaskProgressClient(withRenewal({ url: 'http://server', accessToken, openHub: server.open, random: () => 0 }));
    watch = client.watch('t');
    watch.on('progress', (event) => seen.push(event.seq));
    await vi.advanceTimersByTimeAsync(0);
  };

  beforeEach(() => {
    vi.useFakeTimers();
    seen.length = brought.length = 0;
    server = new FakeServer({ authenticate: (token) => Promise.resolve(void brought.push(token)) });
  });

  afterEach(() => {
    client.close();
    vi.useRealTimers();
  });

  it('brings a fresh token half a minute before the end, over the same connection', async () => {
    const tokens = [tokenFor(hourMs), tokenFor(2 * hourMs), tokenFor(3 * hourMs)];
    let asked = 0;
    await start(() => tokens[asked++]!);
    server.last.event(1);

    await vi.advanceTimersByTimeAsync(hourMs - 31_000);
    expect(brought).toEqual([]);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(brought).toEqual([tokens[1]]);
    server.last.event(2);
    await vi.advanceTimersByTimeAsync(hourMs);

    expect(brought).toEqual(tokens.slice(1));
    expect(server.connections).toHaveLength(1);
    expect(seen).toEqual([1, 2]);
  });

  it('asks again, ever sooner, while it gets the same token', async () => {
    const [first, second] = [tokenFor(8_000), tokenFor(hourMs)];
    let current = first;
    const accessToken = vi.fn(() => current);
    await start(accessToken);

    await vi.advanceTimersByTimeAsync(6_500);
    expect(accessToken.mock.calls.length).toBeGreaterThan(2);
    expect(brought).toEqual([]);
    current = second;
    await vi.advanceTimersByTimeAsync(1_000);

    expect(brought).toEqual([second]);
  });

  it('reports a function that fails, and asks again', async () => {
    const reported = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    vi.stubGlobal('reportError', undefined);
    const [first, second] = [tokenFor(8_000), tokenFor(hourMs)];
    let asked = 0;
    await start(() => {
      if (++asked === 2) throw new Error('who are you?');
      return asked === 1 ? first : second;
    });

    await vi.advanceTimersByTimeAsync(7_000);

    expect(reported).toHaveBeenCalledExactlyOnceWith(new Error('who are you?'));
    expect(brought).toEqual([second]);
    expect(server.connections).toHaveLength(1);
    vi.unstubAllGlobals();
  });

  it('begins a new connection when the server refuses the token for this one, and goes on where it was', async () => {
    await start(() => tokenFor(8_000));
    server.last.event(1);
    server.last.behaviour.authenticate = () => refusedWith('forbidden');

    await vi.advanceTimersByTimeAsync(5_000);
    server.last.event(2);

    expect(server.connections).toHaveLength(2);
    expect(server.last.requests[0]?.after).toEqual({ epoch: 'a', seq: 1 });
    expect(seen).toEqual([1, 2]);
  });

  it('tries again when the server cannot check it now', async () => {
    await start(() => tokenFor(8_000));
    server.last.behaviour.authenticate = () => refusedWith('authority_unavailable');
    await vi.advanceTimersByTimeAsync(4_500);
    server.last.behaviour.authenticate = (token) => Promise.resolve(void brought.push(token));

    await vi.advanceTimersByTimeAsync(2_500);

    expect(brought).toHaveLength(1);
    expect(server.connections).toHaveLength(1);
  });

  it.each(['', 'opaque', 'a.b.c', `x.${btoa('{"exp":"soon"}')}.y`])('leaves %j alone, which does not say when it ends', async (token) => {
    const accessToken = vi.fn(() => token);
    await start(accessToken);
    accessToken.mockClear();

    await vi.advanceTimersByTimeAsync(10 * hourMs);

    expect(accessToken).not.toHaveBeenCalled();
  });

  it('asks nobody any more when the connection has ended', async () => {
    const accessToken = vi.fn(() => tokenFor(8_000));
    await start(accessToken);
    client.close();
    accessToken.mockClear();

    await vi.advanceTimersByTimeAsync(hourMs);

    expect(accessToken).not.toHaveBeenCalled();
    expect(watch.state.name).toBe('closed');
  });
});
