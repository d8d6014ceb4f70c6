import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ServerSearch } from '../src/watch/server-search.ts';

/** A server whose answers are given one by one. */
class Asked {
  readonly answers: ((isUp: boolean) => void)[] = [];
  readonly isUp = () => new Promise<boolean>((answer) => this.answers.push(answer));

  async answer(index: number, isUp: boolean): Promise<void> {
    this.answers[index]?.(isUp);
    await vi.advanceTimersByTimeAsync(0);
  }
}

describe('the search for a server that is away', () => {
  let asked: Asked;
  let found: ReturnType<typeof vi.fn<() => boolean>>;
  let search: ServerSearch;

  beforeEach(async () => {
    vi.useFakeTimers();
    asked = new Asked();
    found = vi.fn(() => true);
    search = new ServerSearch({ isUp: asked.isUp, isSeen: () => true, found });
    await vi.advanceTimersByTimeAsync(1_000);
  });

  afterEach(() => {
    search.end();
    vi.useRealTimers();
  });

  it('asks again while an answer hangs, at the same pace however long it is away', async () => {
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked.answers.length).toBeGreaterThanOrEqual(60);
    await asked.answer(60, true);
    expect(found).toHaveBeenCalledOnce();
  });

  it('tells at once and once, until the server was away again', async () => {
    await vi.advanceTimersByTimeAsync(3_000);
    await asked.answer(0, false);
    await asked.answer(1, true);
    await asked.answer(2, true);
    expect(found).toHaveBeenCalledOnce();
    await vi.advanceTimersByTimeAsync(2_000);
    await asked.answer(3, false);
    await asked.answer(4, true);
    expect(found).toHaveBeenCalledTimes(2);
  });

  it('tells again when nobody was waiting', async () => {
    found.mockReturnValueOnce(false);
    await vi.advanceTimersByTimeAsync(2_000);
    await asked.answer(0, true);
    await asked.answer(1, true);
    expect(found).toHaveBeenCalledTimes(2);
  });

  it('believes no answer that a later one has overtaken', async () => {
    await vi.advanceTimersByTimeAsync(2_000);
    await asked.answer(1, false);
    await asked.answer(0, true);
    expect(found).not.toHaveBeenCalled();
  });

  it('gives up after some minutes, and when nobody needs it any more', async () => {
    await vi.advanceTimersByTimeAsync(10 * 60_000);
    const atLast = asked.answers.length;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked.answers.length).toBe(atLast);
    search.end();
    await asked.answer(atLast - 1, true);
    expect(found).not.toHaveBeenCalled();
  });
});
