import { describe, expect, it } from 'vitest';
import type { ExpectedWork, TaskEvent, TaskSnapshot } from '../src/contracts.generated.ts';
import { expectedAfter, workLeft } from '../src/expected.ts';
import { Fold } from '../src/fold.ts';
import cases from '../../web/vectors/expected.json' with { type: 'json' };

interface Case {
  readonly name: string;
  readonly snapshot: TaskSnapshot;
  readonly steps: readonly { readonly event: TaskEvent; readonly expect: Pick<ExpectedWork, 'at' | 'low' | 'high'> | null }[];
}

describe('what is expected of a task', () => {
  it.each(cases as unknown as readonly Case[])('$name', ({ snapshot, steps }) => {
    const fold = new Fold();
    fold.reset(snapshot);
    let { expected } = snapshot;
    for (const [index, { event, expect: after }] of steps.entries()) {
      const before = fold.snapshot!;
      fold.apply({ ...event, seq: index + 1, epoch: 'a', attempt: 1 });
      expected = expectedAfter(expected!, before, fold.snapshot!, event);
      const { at, low, high } = expected ?? {};
      expect(at === undefined ? null : { at, low, high }, `event ${index + 1}`).toEqual(after);
    }
  });

  it('becomes less while somebody works, and is nothing at last', () => {
    const expected: ExpectedWork = { runs: 1, at: '2026-01-01T00:00:00Z', low: 20, high: 40, steps: [] };
    const second = (count: number) => Date.UTC(2026, 0, 1, 0, 0, count);

    expect(workLeft({ status: 'processing', expected }, second(30))).toEqual({ low: 0, high: 10 });
    expect(workLeft({ status: 'processing', expected }, second(50))).toEqual({ low: 0, high: 0 });
    expect(workLeft({ status: 'human_review_pending', expected }, second(50))).toEqual({ low: 20, high: 40 });
    expect(workLeft({ status: 'processing' }, second(30))).toBeUndefined();
  });
});
