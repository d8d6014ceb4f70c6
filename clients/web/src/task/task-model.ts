import {
  TaskKinds,
  type ConceptCounts,
  type PendingCommand,
  type TaskEvent,
  type TaskRunStatus,
  type TaskSnapshot,
} from 'roadmap-task-progress';
import { applyToConcepts, type ConceptWorks } from './concepts.ts';
import { entryOf, type JournalEntry } from './journal.ts';
import { isPlace } from './steps.ts';

/** What the page knows of a task: the fold of its events, as the protocol defines it, and what only the events tell. */
export interface TaskModel {
  /** Undefined until the first snapshot. */
  readonly kind: string | undefined;
  readonly status: TaskRunStatus;
  readonly step: string;
  readonly subStatus: string | undefined;
  /** The last step that is a place on the way: where a failed or cancelled task stopped. */
  readonly place: string;
  readonly attempt: number;
  readonly percentage: number;
  readonly counts: ConceptCounts;
  readonly works: ConceptWorks;
  readonly title: string | undefined;
  readonly roadmapId: string | undefined;
  readonly error: string | undefined;
  readonly pendingCommand: PendingCommand | undefined;
  /** How often the plan was laid before a person. */
  readonly reviewRound: number;
  /** What the plan was last sent back with. */
  readonly feedback: string | undefined;
  readonly journal: readonly JournalEntry[];
  /** False when the beginning of the history is no longer kept. */
  readonly historyComplete: boolean;
  /** Goes up whenever the roadmap on the server may have changed. */
  readonly roadmapRevision: number;
}

const journalLength = 2_000;
const noCounts: ConceptCounts = { total: 0, completed: 0, failed: 0 };

export const newTask: TaskModel = {
  kind: undefined,
  status: 'pending',
  step: 'queued',
  subStatus: undefined,
  place: 'queued',
  attempt: 1,
  percentage: 0,
  counts: noCounts,
  works: new Map(),
  title: undefined,
  roadmapId: undefined,
  error: undefined,
  pendingCommand: undefined,
  reviewRound: 0,
  feedback: undefined,
  journal: [],
  historyComplete: true,
  roadmapRevision: 0,
};

export function hasEnded(model: TaskModel): boolean {
  return model.status === 'completed' || model.status === 'failed' || model.status === 'cancelled';
}

/** Tasks of outside workers may be of any kind: of those the page knows neither the steps nor what they make. */
export function isRoadmap(model: TaskModel): boolean {
  return model.kind === undefined || model.kind === TaskKinds.roadmapGeneration;
}

/** The snapshot is the server's own fold; only history is not in it. */
export function applySnapshot(model: TaskModel, snapshot: TaskSnapshot): TaskModel {
  return {
    ...model,
    kind: snapshot.kind,
    status: snapshot.status,
    step: snapshot.current_step,
    subStatus: snapshot.sub_status,
    place: isPlace(snapshot.current_step) ? snapshot.current_step : model.place,
    attempt: snapshot.attempt,
    percentage: snapshot.percentage,
    counts: snapshot.concepts,
    title: snapshot.title ?? model.title,
    roadmapId: snapshot.roadmap_id ?? model.roadmapId,
    error: snapshot.error,
    pendingCommand: snapshot.pending_command,
    historyComplete: model.historyComplete && model.journal.length >= Math.min(snapshot.seq, journalLength),
    roadmapRevision: model.roadmapRevision + 1,
  };
}

export function applyEvent(model: TaskModel, event: TaskEvent): TaskModel {
  const journal = [...model.journal.slice(1 - journalLength), entryOf(event, model.step)];
  // Whoever tells of a task works on it. A command is asked for by people, and what cannot be read tells nothing.
  const status = model.status === 'pending' && event.type !== 'control' && event.type !== 'unknown' ? 'processing' : model.status;
  return fold({ ...model, journal, works: applyToConcepts(model.works, event), attempt: event.attempt, status }, event);
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
        counts: typeof event.data?.total_concepts === 'number' ? { ...model.counts, total: event.data.total_concepts } : model.counts,
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
    case 'concept_start':
      return { ...model, counts: { ...model.counts, total: event.progress.total } };
    case 'concept_all_content_complete':
    case 'concept_failed':
      return { ...model, counts: countAgain(model), roadmapRevision: model.roadmapRevision + 1 };
    case 'concept_complete':
      return { ...model, roadmapRevision: model.roadmapRevision + 1 };
    case 'batch_complete': {
      const { completed, failed, total } = event.progress;
      return { ...model, counts: { completed, failed, total }, roadmapRevision: model.roadmapRevision + 1 };
    }
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
        counts: noCounts,
        pendingCommand: undefined,
      };
    case 'completed':
      return { ...ended(model, 'completed'), percentage: 100, place: 'completed', roadmapId: event.roadmap_id ?? model.roadmapId };
    case 'failed':
      return {
        ...ended(model, 'failed'),
        error: event.error,
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

/** A concept counts once: it is completed, or failed while one of its pieces is. */
function countAgain(model: TaskModel): ConceptCounts {
  const works = [...model.works.values()].map((work) => Object.values(work.pieces));
  const completed = works.filter((pieces) => pieces.every((piece) => piece === 'made')).length;
  const failed = works.filter((pieces) => pieces.includes('failed')).length;
  return { total: Math.max(model.counts.total, completed + failed), completed, failed };
}
