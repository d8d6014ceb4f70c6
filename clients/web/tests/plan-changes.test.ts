import { describe, expect, it } from 'vitest';
import { changesOf, type PlanBefore } from '../src/roadmap/plan-changes.ts';

const plan = (hours: number, ...concepts: readonly (readonly [string, number])[]): PlanBefore => ({
  hours,
  concepts: concepts.map(([id, each]) => ({ id, name: `About ${id}`, hours: each })),
});

describe('what an edit changed', () => {
  it('is each concept that is new, longer, shorter or gone, and the hours', () => {
    const changes = changesOf(plan(20, ['a', 5], ['b', 5], ['c', 5], ['d', 5]), plan(21, ['a', 5], ['new', 4], ['b', 8], ['c', 4]));

    expect([...changes.concepts]).toEqual([
      ['new', { kind: 'new' }],
      ['b', { kind: 'longer', before: 5 }],
      ['c', { kind: 'shorter', before: 5 }],
    ]);
    expect(changes.removed).toEqual([{ id: 'd', name: 'About d', hours: 5 }]);
    expect([changes.hoursBefore, changes.hoursAfter]).toEqual([20, 21]);
  });

  it('is the fewest that have another place', () => {
    const changes = changesOf(
      plan(25, ['a', 5], ['b', 5], ['c', 5], ['d', 5], ['gone', 5]),
      plan(25, ['d', 5], ['a', 5], ['new', 4], ['b', 5], ['c', 6]),
    );

    expect([...changes.concepts]).toEqual([
      ['d', { kind: 'moved' }],
      ['new', { kind: 'new' }],
      ['c', { kind: 'longer', before: 5 }],
    ]);
  });

  it('is nothing where the plan is the same', () => {
    const changes = changesOf(plan(5, ['a', 5]), plan(5, ['a', 5]));

    expect([changes.concepts.size, changes.removed]).toEqual([0, []]);
  });
});
