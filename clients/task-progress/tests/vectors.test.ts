import { describe, expect, it } from 'vitest';
import type { Position } from '../src/contracts.generated.ts';
import { refusalOf } from '../src/errors.ts';
import { judgeEvent, judgeSnapshot, resume } from '../src/sequencer.ts';
import refusals from '../../web/vectors/refusals.json' with { type: 'json' };
import cases from '../../web/vectors/sequencer.json' with { type: 'json' };

interface Step {
  readonly connected?: { readonly position: Position; readonly recovered?: boolean };
  readonly event?: Position;
  readonly snapshot?: Position;
  readonly expect: { readonly verdict?: string; readonly reset?: boolean; readonly position: Position | null };
}

describe('the sequencer', () => {
  it.each(cases)('$name', ({ steps }) => {
    let position: Position | undefined;
    for (const [index, step] of (steps as readonly Step[]).entries()) {
      const outcome: { verdict?: string; reset?: boolean } = {};
      if (step.connected !== undefined) {
        position = resume(position, step.connected);
        outcome.reset = step.connected.recovered !== true;
      } else if (step.event !== undefined) {
        outcome.verdict = judgeEvent(position, step.event);
        if (outcome.verdict === 'apply') position = step.event;
      } else {
        outcome.verdict = judgeSnapshot(position, step.snapshot!);
      }
      expect({ ...outcome, position: position ?? null }, `step ${index + 1}`).toEqual(step.expect);
    }
  });
});

describe('a refusal', () => {
  it.each(refusals)('$text', ({ text, code, message, final }) => {
    const refusal = refusalOf(new Error(text));

    expect(refusal && { code: refusal.code, message: refusal.message }).toEqual(code === undefined ? undefined : { code, message });
    expect(refusal?.final ?? false).toBe(final);
  });
});
