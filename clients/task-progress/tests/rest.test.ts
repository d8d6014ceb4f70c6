import { afterEach, describe, expect, it, vi } from 'vitest';
import { connectionError, TaskProgressError } from '../src/errors.ts';
import { callApi } from '../src/rest.ts';

const answering = (status: number, headers: Record<string, string>, body: string) =>
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(body, { status, headers })));

const refusal = async (): Promise<TaskProgressError> => {
  const error = await callApi({ url: '' }, '/api/v1/tasks').catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(TaskProgressError);
  return error as TaskProgressError;
};

afterEach(() => vi.unstubAllGlobals());

describe('a call that comes too often', () => {
  it('is told by the server when to come back', async () => {
    answering(429, { 'retry-after': '17' }, '{"code":"rate_limited","detail":"Come back in 17 s."}');
    const error = await refusal();
    expect([error.code, error.final, error.retryAfterMs]).toEqual(['rate_limited', false, 17_000]);
  });

  it('comes back after five seconds where the server does not say', async () => {
    answering(429, {}, '{"code":"rate_limited","detail":"Later."}');
    expect((await refusal()).retryAfterMs).toBe(5_000);
  });

  it('is known by its status where a proxy has refused it', async () => {
    answering(429, { 'retry-after': 'Thu, 26 Nov 2026 12:00:00 GMT' }, '<html>');
    const error = await refusal();
    expect([error.code, error.final, error.retryAfterMs]).toEqual(['rate_limited', false, 5_000]);
  });

  it('is no fault of the connection', () => {
    const said = new Error("Failed to complete negotiation with the server: Error: Too Many Requests: Status code '429'");
    const error = connectionError(said, '', false);
    expect([error.code, error.final, error.retryAfterMs]).toEqual(['rate_limited', false, 5_000]);
  });
});

it('waits for a log that is away as long as it is told', async () => {
  answering(503, { 'retry-after': '1' }, '{"code":"log_unavailable","detail":"Away."}');
  expect((await refusal()).retryAfterMs).toBe(1_000);
});

describe('an answer', () => {
  it('may be a file of text', async () => {
    answering(200, { 'content-type': 'text/calendar' }, 'BEGIN:VCALENDAR');
    expect(await callApi({ url: '' }, '/calendar.ics', { text: true })).toBe('BEGIN:VCALENDAR');
  });

  it('may be nothing', async () => {
    vi.stubGlobal('fetch', () => Promise.resolve(new Response(null, { status: 204 })));
    expect(await callApi({ url: '' }, '/link', { method: 'DELETE' })).toBeUndefined();
  });

  it('that is no JSON where there should be some is an error', async () => {
    answering(200, {}, '<html>');
    expect((await refusal()).code).toBe('internal_error');
  });
});
