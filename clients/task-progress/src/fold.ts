import type { ConceptCounts, PendingCommand, TaskEvent, TaskRunStatus, TaskSnapshot } from './contracts.generated.ts';

export type TerminalEvent = Extract<TaskEvent, { type: 'completed' | 'failed' | 'cancelled' }>;

export const isTerminal = (event: { readonly type: string }): event is TerminalEvent =>
  event.type === 'completed' || event.type === 'failed' || event.type === 'cancelled';

export const hasEnded = ({ status }: { readonly status: TaskRunStatus }): boolean => isTerminal({ type: status });

type Changed = { -readonly [K in keyof TaskSnapshot]: TaskSnapshot[K] };

const noConcepts: ConceptCounts = { total: 0, completed: 0, failed: 0 };

/**
 * The task after one more event, as the protocol folds it. `concepts` counts each concept once as far as its events were heard: the
 * server's next snapshot has the exact figures.
 */
export class Fold {
  #snapshot: TaskSnapshot | undefined;
  readonly #concepts = new Map<string, 'completed' | 'failed'>();

  get snapshot(): TaskSnapshot | undefined {
    return this.#snapshot;
  }

  /** What was known is void. */
  reset(snapshot?: TaskSnapshot): void {
    this.#snapshot = snapshot;
    if (snapshot === undefined) this.#concepts.clear();
  }

  apply(event: TaskEvent): void {
    if (this.#snapshot === undefined || event.seq <= this.#snapshot.seq) return;
    const task: Changed = { ...this.#snapshot, seq: event.seq, epoch: event.epoch, attempt: event.attempt, updated_at: event.timestamp };
    if (task.status === 'pending' && event.type !== 'control' && event.type !== 'unknown') task.status = 'processing';
    this.#change(task, event);
    this.#snapshot = task;
  }

  #change(task: Changed, event: TaskEvent): void {
    switch (event.type) {
      case 'progress':
        task.status = event.status === 'pending' || event.status === 'human_review_pending' ? event.status : 'processing';
        task.current_step = event.step;
        if (event.sub_status !== undefined) task.sub_status = event.sub_status;
        else if (task.sub_status !== undefined) delete task.sub_status;
        if (event.percentage !== undefined) task.percentage = Math.max(task.percentage, event.percentage);
        if (typeof event.data?.['total_concepts'] === 'number') task.concepts = { ...task.concepts, total: event.data['total_concepts'] };
        if (typeof event.data?.['roadmap_id'] === 'string') task.roadmap_id = event.data['roadmap_id'];
        break;
      case 'human_review_required':
        task.status = 'human_review_pending';
        task.current_step = 'human_review';
        task.sub_status = 'waiting';
        task.roadmap_id = event.roadmap_id;
        task.title = event.roadmap_title;
        break;
      case 'concept_start':
        task.concepts = { ...task.concepts, total: event.progress.total };
        break;
      case 'concept_all_content_complete':
        this.#count(task, event.concept_id, 'completed');
        break;
      case 'concept_failed':
        this.#count(task, event.concept_id, 'failed');
        break;
      case 'batch_complete':
        task.concepts = { completed: event.progress.completed, failed: event.progress.failed, total: event.progress.total };
        break;
      case 'task_recovering':
        if (event.roadmap_id !== undefined) task.roadmap_id = event.roadmap_id;
        break;
      case 'control':
        delete task.pending_command;
        if (event.phase === 'requested') task.pending_command = pendingOf(event);
        break;
      case 'retry_started':
        task.status = 'processing';
        task.current_step = 'queued';
        task.percentage = 0;
        task.concepts = noConcepts;
        this.#concepts.clear();
        for (const name of ['sub_status', 'error', 'finished_at', 'pending_command'] as const) delete task[name];
        break;
      case 'completed':
      case 'failed':
      case 'cancelled':
        task.status = task.current_step = event.type;
        task.finished_at = event.timestamp;
        delete task.sub_status;
        delete task.pending_command;
        if (event.type === 'failed') task.error = event.error;
        if (event.type === 'completed') {
          task.percentage = 100;
          if (event.roadmap_id !== undefined) task.roadmap_id = event.roadmap_id;
        }
    }
  }

  #count(task: Changed, conceptId: string, outcome: 'completed' | 'failed'): void {
    const before = this.#concepts.get(conceptId);
    if (before === outcome || before === 'completed') return;
    this.#concepts.set(conceptId, outcome);
    const { total, completed, failed } = task.concepts;
    task.concepts =
      outcome === 'failed'
        ? { total, completed, failed: failed + 1 }
        : { total, completed: completed + 1, failed: before === undefined ? failed : Math.max(0, failed - 1) };
  }
}

function pendingOf({ command_id, command, reason }: PendingCommand): PendingCommand {
  return { command_id, command, reason } as PendingCommand;
}
