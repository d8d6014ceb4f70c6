import { workLeft, type ExpectedWork, type TaskEvent, type TaskRunStatus } from 'roadmap-task-progress';

/** When the task was where, by the server's clock. */
export interface Times {
  readonly created: string | undefined;
  readonly finished: string | undefined;
  /** Of the last event. */
  readonly last: string | undefined;
  /** The place where it is, and since when; undefined until the page has heard of it. */
  readonly here: { readonly place: string; readonly since: number } | undefined;
  /** What places that it has left took, in milliseconds, of this attempt: the latest so many. */
  readonly spent: ReadonlyMap<string, number>;
  /** Two moments of the present place with what was reached then, from which its pace is told. */
  readonly pace: Pace | undefined;
  /** What is left by what earlier tasks of its kind took; undefined when nobody knows. */
  readonly expected: ExpectedWork | undefined;
}

export interface Pace {
  readonly fromMs: number;
  readonly from: number;
  readonly toMs: number;
  readonly to: number;
}

export const noTimes: Times = {
  created: undefined,
  finished: undefined,
  last: undefined,
  here: undefined,
  spent: new Map(),
  pace: undefined,
  expected: undefined,
};

/** Less says nothing of what is to come. */
const leastPercent = 3;
const leastMs = 5_000;

/** Of a worker that names its steps anew with each piece of work there would be ever more. */
export const mostPlaces = 100;

/** How far off a guess may be: work does not go on evenly. */
const sooner = 0.7;
const later = 1.5;

/** Having gone so far by itself, a task knows better than those before it. */
const trustedPercent = 20;

/** From when to when, in milliseconds; or that it takes longer than earlier ones did. */
export type Left = readonly [number, number] | 'longer';

export function moveOn(times: Times, event: TaskEvent, place: string): Times {
  const at = Date.parse(event.timestamp);
  const begun = event.type === 'retry_started' ? { ...times, spent: new Map(), here: undefined, pace: undefined } : times;
  return { ...arrive(begun, place, at), ...paceOf(begun, event, place, at), last: event.timestamp };
}

function arrive(times: Times, place: string, at: number): Times {
  if (times.here?.place === place) return times;
  if (times.here === undefined) return { ...times, here: { place, since: at } };
  const spent = new Map(times.spent);
  spent.set(times.here.place, (spent.get(times.here.place) ?? 0) + Math.max(0, at - times.here.since));
  const [first] = spent.keys();
  if (spent.size > mostPlaces && first !== undefined) spent.delete(first);
  return { ...times, here: { place, since: at }, spent };
}

function paceOf(times: Times, event: TaskEvent, place: string, at: number): { readonly pace: Pace | undefined } {
  const known = times.here?.place === place ? times.pace : undefined;
  if (event.type !== 'progress' || event.percentage === undefined) return { pace: known };
  if (known === undefined) return { pace: { fromMs: at, from: event.percentage, toMs: at, to: event.percentage } };
  return { pace: event.percentage > known.to ? { ...known, toMs: at, to: event.percentage } : known };
}

/** How long the rest takes, by its own pace and by what earlier ones took; undefined when nothing can be said. */
export function timeLeft(times: Times, status: TaskRunStatus, nowMs: number): Left | undefined {
  const own = leftAtPace(times, nowMs);
  const earlier = leftAsEarlier(times, status, nowMs);
  if (own === undefined || earlier === undefined || earlier === 'longer') return own ?? earlier;
  const [least, most] = [Math.max(own[0], earlier[0]), Math.min(own[1], earlier[1])];
  if (least <= most) return [least, most];
  return times.pace !== undefined && times.pace.to - times.pace.from >= trustedPercent ? own : earlier;
}

function leftAsEarlier({ expected }: Times, status: TaskRunStatus, nowMs: number): Left | undefined {
  const left = workLeft(expected === undefined ? { status } : { status, expected }, nowMs);
  if (left === undefined) return undefined;
  return left.high > 0 ? [left.low * 1_000, left.high * 1_000] : 'longer';
}

function leftAtPace({ pace }: Times, nowMs: number): readonly [number, number] | undefined {
  if (pace === undefined || pace.to >= 100) return undefined;
  const reached = pace.to - pace.from;
  const took = pace.toMs - pace.fromMs;
  if (reached < leastPercent || took < leastMs) return undefined;
  const left = ((100 - pace.to) * took) / reached - (nowMs - pace.toMs);
  // It is slower than it was: what was guessed is over.
  if (left <= 0) return undefined;
  return [left * sooner, left * later];
}
