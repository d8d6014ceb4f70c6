import {
  TaskKinds,
  expectedAfter,
  type ConceptCounts,
  type ExpectedWork,
  type PendingCommand,
  type TaskEvent,
  type TaskOrigin,
  type TaskRunStatus,
  type TaskSnapshot,
} from 'roadmap-task-progress';
import { applyToConcepts, type ConceptWorks } from './concepts.ts';
import { entryOf, type JournalEntry } from './journal.ts';
import { isPlace } from './steps.ts';
import { count, type Throughput } from './throughput.ts';
import { moveOn, noTimes, type Times } from './times.ts';

/** What the page knows of a task: the fold of its events, as the protocol defines it, and what only the events tell. */
export interface TaskModel {
  /** Undefined until the first snapshot. */
  readonly kind: string | undefined;
  /** Who works on it; undefined until the first snapshot, and where the server does not say it. */
  readonly origin: TaskOrigin | undefined;
  readonly status: TaskRunStatus;
  readonly step: string;
  readonly subStatus: string | undefined;
  /** The last step that is a place on the way: where a failed or cancelled task stopped. */
  readonly place: string;
  readonly attempt: number;
  readonly percentage: number;
  /** As the protocol counts them: what the events on this page say may be the end of the story only. */
  readonly counts: ConceptCounts;
  readonly throughput: Throughput;
  readonly times: Times;
  /** What the last progress told beside its message, as its worker names it. */
  readonly data: Readonly<Record<string, unknown>>;
  readonly works: ConceptWorks;
  readonly title: string | undefined;
  readonly roadmapId: string | undefined;
  readonly error: string | undefined;
  /** The event that tells of the error, unless it is no longer kept. */
  readonly failure: TaskEvent | undefined;
  readonly pendingCommand: PendingCommand | undefined;
  /** How often the plan was laid before a person. */
  readonly reviewRound: number;
  /** What the plan was last sent back with. */
  readonly feedback: string | undefined;
  readonly journal: readonly JournalEntry[];
  /** The last event that is known of, and the first that the server still has. */
  readonly seq: number;
  readonly oldestSeq: number;
  /** Goes up whenever the roadmap on the server may have changed. */
  readonly roadmapRevision: number;
}

/** What a server keeps of a task, unless it is set otherwise. */
const journalLength = 10_000;
const noCounts: ConceptCounts = { total: 0, completed: 0, failed: 0 };

export const newTask: TaskModel = {
  kind: undefined,
  origin: undefined,
  status: 'pending',
  step: 'queued',
  subStatus: undefined,
  place: 'queued',
  attempt: 1,
  percentage: 0,
  counts: noCounts,
  throughput: [],
  times: noTimes,
  data: {},
  works: new Map(),
  title: undefined,
  roadmapId: undefined,
  error: undefined,
  failure: undefined,
  pendingCommand: undefined,
  reviewRound: 0,
  feedback: undefined,
  journal: [],
  seq: 0,
  oldestSeq: 1,
  roadmapRevision: 0,
};

export function hasEnded(model: TaskModel): boolean {
  return model.status === 'completed' || model.status === 'failed' || model.status === 'cancelled';
}

/** Tasks of outside workers may be of any kind: of those the page knows neither the steps nor what they make. */
export function isRoadmap(model: TaskModel): boolean {
  return model.kind === undefined || model.kind === TaskKinds.roadmapGeneration;
}

/** Whether the server itself works on it. Those that do not say whose a task is have made all roadmaps themselves. */
export const isOurs = ({ origin, kind }: TaskModel): boolean =>
  origin === undefined ? kind === TaskKinds.roadmapGeneration : origin === 'workflow';

/** Whether the server would begin another attempt: a task that an outside worker does is begun anew by that worker. */
export function canRetry(model: TaskModel): boolean {
  if (!isOurs(model)) return false;
  return model.status === 'failed' || model.status === 'cancelled' || (model.status === 'completed' && model.counts.failed > 0);
}

/** What only the protocol's own fold knows, whose first figures are the server's. */
export function applyFigures(model: TaskModel, snapshot: TaskSnapshot): TaskModel {
  return {
    ...model,
    counts: snapshot.concepts,
    throughput: count(model.throughput, snapshot.concepts, Date.parse(snapshot.updated_at)),
    seq: Math.max(model.seq, snapshot.seq),
    oldestSeq: snapshot.oldest_seq,
    times: { ...model.times, created: snapshot.created_at, finished: snapshot.finished_at },
  };
}

/** The snapshot is the server's own fold; only history is not in it. */
export function applySnapshot(model: TaskModel, snapshot: TaskSnapshot): TaskModel {
  const figures = applyFigures(model, snapshot);
  return {
    ...figures,
    times: { ...figures.times, last: snapshot.seq > 0 ? snapshot.updated_at : undefined, expected: snapshot.expected },
    kind: snapshot.kind,
    origin: snapshot.origin,
    status: snapshot.status,
    step: snapshot.current_step,
    subStatus: snapshot.sub_status,
    place: isPlace(snapshot.current_step) ? snapshot.current_step : model.place,
    attempt: snapshot.attempt,
    percentage: snapshot.percentage,
    title: snapshot.title ?? model.title,
    roadmapId: snapshot.roadmap_id ?? model.roadmapId,
    error: snapshot.error,
    pendingCommand: snapshot.pending_command,
    roadmapRevision: model.roadmapRevision + 1,
  };
}

/** The events of one picture, at once: a log of thousands is copied once for all of them. */
export function applyEvents(model: TaskModel, events: readonly TaskEvent[]): TaskModel {
  const entries: JournalEntry[] = [];
  let next = model;
  for (const event of events) {
    entries.push(entryOf(event, next.step));
    next = applyEvent(next, event);
  }
  // What a reader has fetched beyond the limit is not taken away again by the next event.
  const length = Math.max(journalLength, model.journal.length);
  return { ...next, journal: [...model.journal, ...entries].slice(-length), works: applyToConcepts(model.works, events) };
}

function applyEvent(model: TaskModel, event: TaskEvent): TaskModel {
  // Whoever tells of a task works on it. A command is asked for by people, and what cannot be read tells nothing.
  const status = model.status === 'pending' && event.type !== 'control' && event.type !== 'unknown' ? 'processing' : model.status;
  const folded = fold({ ...model, attempt: event.attempt, status, seq: event.seq }, event);
  return { ...folded, times: { ...moveOn(model.times, event, folded.place), expected: expect(model, folded, event) } };
}

function expect({ times: { expected, last }, status, step }: TaskModel, after: TaskModel, event: TaskEvent): ExpectedWork | undefined {
  if (expected === undefined) return undefined;
  const before = { status, current_step: step, updated_at: last ?? expected.at };
  return expectedAfter(expected, before, { status: after.status, current_step: after.step }, event);
}

/** What happened before, read later. */
export function applyEarlier(model: TaskModel, events: readonly TaskEvent[]): TaskModel {
  let step: string = newTask.step;
  const entries = events.map((event) => {
    const entry = entryOf(event, step);
    if (event.type === 'progress') step = event.step;
    return entry;
  });
  const works = applyToConcepts(newTask.works, events);
  return { ...model, journal: [...entries, ...model.journal], works: new Map([...works, ...model.works]) };
}

/** Whether the log goes on before what is shown of it: on the server, no longer anywhere, or not at all. */
export function earlierHistory(model: TaskModel): 'kept' | 'gone' | 'none' {
  const first = model.journal[0]?.event.seq ?? model.seq + 1;
  if (first <= 1) return 'none';
  return first > model.oldestSeq ? 'kept' : 'gone';
}

function fold(model: TaskModel, event: TaskEvent): TaskModel {
  switch (event.type) {
    case 'progress':
      return {
        ...model,
        status: event.status === 'pending' || event.status === 'human_review_pending' ? event.status : 'processing',
        step: event.step,
        place: isPlace(event.step) ? event.step : model.place,
        subStatus: event.sub_status,
        percentage: Math.max(model.percentage, event.percentage ?? 0),
        data: event.data ?? model.data,
        roadmapId: typeof event.data?.roadmap_id === 'string' ? event.data.roadmap_id : model.roadmapId,
        roadmapRevision: model.roadmapRevision + 1,
      };
    case 'human_review_required':
      return {
        ...model,
        status: 'human_review_pending',
        step: 'human_review',
        place: 'human_review',
        subStatus: 'waiting',
        roadmapId: event.roadmap_id,
        title: event.roadmap_title,
        reviewRound: model.reviewRound + 1,
        roadmapRevision: model.roadmapRevision + 1,
      };
    case 'concept_all_content_complete':
    case 'concept_failed':
    case 'concept_complete':
    case 'batch_complete':
      return { ...model, roadmapRevision: model.roadmapRevision + 1 };
    case 'control':
      return {
        ...model,
        pendingCommand: event.phase === 'requested' ? pendingOf(event) : undefined,
        feedback: event.command === 'reject' && event.phase === 'requested' ? event.reason : model.feedback,
      };
    case 'task_recovering':
      return { ...model, roadmapId: event.roadmap_id ?? model.roadmapId };
    case 'retry_started':
      return {
        ...model,
        status: 'processing',
        step: 'queued',
        subStatus: undefined,
        percentage: 0,
        error: undefined,
        failure: undefined,
        pendingCommand: undefined,
      };
    case 'completed':
      return { ...ended(model, 'completed'), percentage: 100, place: 'completed', roadmapId: event.roadmap_id ?? model.roadmapId };
    case 'failed':
      return {
        ...ended(model, 'failed'),
        error: event.error,
        failure: event,
        place: event.step !== undefined && isPlace(event.step) ? event.step : model.place,
      };
    case 'cancelled':
      return ended(model, 'cancelled');
    default:
      return model;
  }
}

function ended(model: TaskModel, status: 'completed' | 'failed' | 'cancelled'): TaskModel {
  return { ...model, status, step: status, subStatus: undefined, pendingCommand: undefined, roadmapRevision: model.roadmapRevision + 1 };
}

function pendingOf({ command_id, command, reason }: PendingCommand): PendingCommand {
  return { command_id, command, ...(reason !== undefined && { reason }) };
}
