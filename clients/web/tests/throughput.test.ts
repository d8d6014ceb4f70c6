import { describe, expect, it } from 'vitest';
import { count, perSecond, type Throughput } from '../src/task/throughput.ts';

const after = (...samples: readonly [second: number, done: number][]): Throughput =>
  samples.reduce<Throughput>((known, [second, done]) => count(known, { total: 100, completed: done, failed: 0 }, second * 1_000), []);

describe('the speed of a worker', () => {
  it('is what was done in the last minute', () => {
    expect(perSecond(after([0, 0], [10, 50]), 10_000)).toBe(5);
    expect(perSecond(after([0, 0], [100, 10], [110, 30]), 120_000)).toBe(1);
  });

  it('sinks while nothing comes', () => expect(perSecond(after([0, 0], [10, 50]), 20_000)).toBe(2.5));

  it.each([
    ['before anything is done', after([0, 0])],
    ['after one burst', after([0, 0], [1, 40])],
    ['after a new attempt', after([0, 10], [10, 50], [11, 0])],
  ])('is unknown %s', (_, known) => expect(perSecond(known, 1_500)).toBeUndefined());

  it('keeps as many samples as it needs, however many reports there are', () => {
    const many = after(...Array.from({ length: 5_000 }, (_, index): [number, number] => [index / 100, index]));
    expect(many.length).toBeLessThan(130);
    expect(perSecond(many, 50_000)).toBeCloseTo(100, 0);
  });
});
