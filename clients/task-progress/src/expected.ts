import type { ExpectedWork, TaskEvent, TaskSnapshot } from './contracts.generated.ts';
import { hasEnded } from './fold.ts';

/** Seconds of work that are left of a task at a moment, by what earlier ones took: it becomes less only while somebody works. */
export function workLeft(
  { expected, status }: Pick<TaskSnapshot, 'expected' | 'status'>,
  atMs: number,
): { readonly low: number; readonly high: number } | undefined {
  if (expected === undefined) return undefined;
  const worked = status === 'processing' ? Math.max(0, atMs - Date.parse(expected.at)) / 1_000 : 0;
  return { low: Math.max(0, expected.low - worked), high: Math.max(0, expected.high - worked) };
}

/**
 * What is expected of a task after one more event: less by what was worked until then, or what is left when a task comes to the step that
 * it comes to. The `expected` of a watch's own snapshot stays as the server told it last.
 */
export function expectedAfter(
  expected: ExpectedWork,
  before: Pick<TaskSnapshot, 'status' | 'current_step' | 'updated_at'>,
  after: Pick<TaskSnapshot, 'status' | 'current_step'>,
  event: TaskEvent,
): ExpectedWork | undefined {
  if (event.type === 'retry_started' || hasEnded(after)) return undefined;
  if (event.type === 'unknown') return expected;
  const at = event.timestamp;
  const step =
    after.current_step === before.current_step ? undefined : expected.steps.find((each) => each.step === after.current_step);
  const until = Date.parse(event.type === 'task_recovering' ? before.updated_at : at);
  const { low, high } = step ?? workLeft({ expected, status: before.status }, until)!;
  return { ...expected, at, low, high };
}
