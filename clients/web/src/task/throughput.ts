import type { ConceptCounts } from 'roadmap-task-progress';

/** How many things were done by when, of the last while, from which a worker's speed is told. */
export type Throughput = readonly { readonly atMs: number; readonly done: number }[];

const windowMs = 60_000;
/** Reports come in bursts: nothing is told of less. */
const leastMs = 2_000;
const sampleEveryMs = 500;

export function count(known: Throughput, { completed, failed }: ConceptCounts, atMs: number): Throughput {
  const done = completed + failed;
  const last = known.at(-1);
  if (last?.done === done) return known;
  // A new attempt begins at nothing.
  if (last !== undefined && done < last.done) return [{ atMs, done }];
  const kept = known.filter((sample) => sample.atMs > atMs - windowMs);
  const isClose = kept.length > 1 && last !== undefined && atMs - last.atMs < sampleEveryMs;
  return [...(isClose ? kept.slice(0, -1) : kept), { atMs, done }];
}

/** Things a second, over the last minute at most; undefined while too little is known. */
export function perSecond(known: Throughput, nowMs: number): number | undefined {
  const first = known.find((sample) => sample.atMs > nowMs - windowMs);
  const last = known.at(-1);
  if (first === undefined || last === undefined || last.done === first.done) return undefined;
  const took = Math.max(nowMs, last.atMs) - first.atMs;
  return took < leastMs ? undefined : ((last.done - first.done) * 1_000) / took;
}
