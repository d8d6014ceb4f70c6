import { describe, expect, it } from 'vitest';
import type { ExpectedWork, TaskEvent } from 'roadmap-task-progress';
import { duration, span } from '../src/shared/text.ts';
import { en } from '../src/words/en/index.ts';
import { zh } from '../src/words/zh/index.ts';
import { mostPlaces, moveOn, noTimes, timeLeft, type Times } from '../src/task/times.ts';

const at = (second: number): number => Date.UTC(2026, 0, 1, 0, 0, second);

/** What is known after progress at these seconds, at these places, with these percentages. */
const after = (...steps: readonly [second: number, place: string, percentage?: number][]): Times =>
  steps.reduce(
    (times, [second, place, percentage]) =>
      moveOn(
        times,
        { type: 'progress', step: place, status: 'processing', timestamp: new Date(at(second)).toISOString(), percentage } as TaskEvent,
        place,
      ),
    noTimes,
  );

describe('the times of a task', () => {
  it('sum up for each place that was left, also when it is come back to', () => {
    const times = after([0, 'design'], [4, 'review'], [10, 'design'], [13, 'review']);

    expect(Object.fromEntries(times.spent)).toEqual({ design: 7_000, review: 6_000 });
    expect(times.here).toEqual({ place: 'review', since: at(13) });
  });

  it('of a worker that names ever new steps are kept for the latest of them', () => {
    const times = after(...Array.from({ length: 3 * mostPlaces }, (_, second) => [second, `row_${second}`] as [number, string]));

    expect(times.spent.size).toBe(mostPlaces);
    expect([...times.spent.keys()].at(-1)).toBe(`row_${3 * mostPlaces - 2}`);
  });

  it('begin anew with an attempt', () => {
    const retry = { type: 'retry_started', timestamp: new Date(at(20)).toISOString() } as TaskEvent;

    const times = moveOn(after([0, 'design'], [4, 'review']), retry, 'queued');

    expect(times.spent.size).toBe(0);
    expect(times.here).toEqual({ place: 'queued', since: at(20) });
  });
});

describe('the time that is left', () => {
  it('is told from the pace of the present place, as an interval', () => {
    const left = timeLeft(after([0, 'design', 10], [10, 'content', 40], [30, 'content', 60]), 'processing', at(30));

    expect(left).toEqual([28_000, 60_000]);
  });

  it.each([
    ['before anything is known', after()],
    ['after one word', after([0, 'content', 40])],
    ['when too little was reached', after([0, 'content', 40], [60, 'content', 42])],
    ['when it has taken too short a time', after([0, 'content', 40], [4, 'content', 60])],
    ['when it is slower than was guessed', after([0, 'content', 40], [10, 'content', 90])],
  ])('is unknown %s', (_, times) => expect(timeLeft(times, 'processing', at(60))).toBeUndefined());
});

describe('the time that is left by what earlier ones took', () => {
  const expected = (low: number, high: number): ExpectedWork => ({ runs: 3, at: new Date(at(0)).toISOString(), low, high, steps: [] });

  it('is known before anything has happened, and becomes less while somebody works', () => {
    const times = { ...noTimes, expected: expected(120, 180) };

    expect(timeLeft(times, 'pending', at(30))).toEqual([120_000, 180_000]);
    expect(timeLeft(times, 'processing', at(30))).toEqual([90_000, 150_000]);
    expect(timeLeft(times, 'human_review_pending', at(3_000))).toEqual([120_000, 180_000]);
    expect(timeLeft(times, 'processing', at(150))).toEqual([0, 30_000]);
  });

  it('is over when it takes longer than they did', () =>
    expect(timeLeft({ ...noTimes, expected: expected(120, 180) }, 'processing', at(181))).toBe('longer'));

  // By its own pace there are 28 to 60 s left of it.
  const own = after([0, 'design', 10], [10, 'content', 40], [30, 'content', 60]);
  const slow = after([0, 'content', 40], [30, 'content', 50]);

  it.each([
    ['narrows what its own pace says', own, expected(80, 100), [50_000, 60_000]],
    ['gives way to its own pace when it has gone far enough', own, expected(300, 400), [28_000, 60_000]],
    ['is believed more than the pace of a first step', slow, expected(40, 50), [10_000, 20_000]],
    ['is not asked when it was shorter', own, expected(10, 20), [28_000, 60_000]],
  ])('%s', (_, times, earlier, left) => expect(timeLeft({ ...times, expected: earlier }, 'processing', at(30))).toEqual(left));
});

it('says from when to when in few words', () => {
  expect([span('2 min', '3 min', en), span('40 s', '2 min', en), span('1 h 20 min', '2 h', en), span('2 分', '3 分', zh)]).toEqual([
    '2 to 3 min',
    '40 s to 2 min',
    '1 h 20 min to 2 h',
    '2 到 3 分',
  ]);
});

it('says how long something takes as people do', () => {
  expect([0, 8_900, 60_000, 125_000, 3_600_000, 4_800_000].map((ms) => duration(ms, en))).toEqual([
    '0 s',
    '8 s',
    '1 min',
    '2 min 5 s',
    '1 h',
    '1 h 20 min',
  ]);
});
