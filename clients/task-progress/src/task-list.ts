import type { TaskChangedMessage, TaskRunStatus, TaskSnapshot } from './contracts.generated.ts';

/** What a page of tasks and a change say alike. */
export type ListedTask = Pick<
  TaskSnapshot,
  | 'task_id'
  | 'kind'
  | 'title'
  | 'owner'
  | 'status'
  | 'current_step'
  | 'percentage'
  | 'attempt'
  | 'created_at'
  | 'updated_at'
  | 'seq'
  | 'epoch'
>;

export interface TaskListOptions {
  /** Only these are shown. A change brings one that has another status by now. */
  readonly status?: TaskRunStatus;
  /** The newest so many. */
  readonly limit: number;
}

/** The newest tasks, made of pages and of changes that come in any order. */
export class TaskList {
  readonly #options: TaskListOptions;
  #tasks = new Map<string, ListedTask>();
  /** Tasks that have changed since the page was asked for: it need not have them yet. */
  readonly #changed = new Set<string>();

  constructor(options: TaskListOptions) {
    this.#options = options;
  }

  /** Newest first. */
  get shown(): readonly ListedTask[] {
    const { status, limit } = this.#options;
    return [...this.#tasks.values()].filter((task) => status === undefined || task.status === status).slice(0, limit);
  }

  /** A page is about to be asked for. */
  asking(): void {
    this.#changed.clear();
  }

  /** A page has come. A task that is missing in it and has not changed since is gone, or older than the others. */
  page(tasks: readonly TaskSnapshot[]): void {
    const next = new Map<string, ListedTask>(tasks.map((task) => [task.task_id, task]));
    for (const id of this.#changed) {
      const changed = this.#tasks.get(id);
      const listed = next.get(id);
      if (changed !== undefined && (listed === undefined || (listed.epoch === changed.epoch && listed.seq < changed.seq)))
        next.set(id, changed);
    }
    this.#take(next);
  }

  /**
   * `epoch` says that the task has begun another life, or that this is a straggler of the last one: nothing but a page can tell. So the
   * change is shown, and the next page counts.
   */
  change(change: TaskChangedMessage): 'applied' | 'stale' | 'epoch' {
    const known = this.#tasks.get(change.task_id);
    if (known?.epoch === change.epoch && known.seq >= change.seq) return 'stale';
    const isOtherLife = known !== undefined && known.epoch !== change.epoch;
    if (isOtherLife) this.#changed.delete(change.task_id);
    else this.#changed.add(change.task_id);
    // What is known keeps its place: of a list that changes a thousand times a second nothing is sorted.
    if (known?.created_at === change.created_at) this.#tasks.set(change.task_id, change);
    else this.#take(new Map(this.#tasks).set(change.task_id, change));
    return isOtherLife ? 'epoch' : 'applied';
  }

  /** Some more than are shown are kept, since those of another status still have a position. */
  #take(tasks: Map<string, ListedTask>): void {
    const newest = [...tasks.values()].sort((a, b) => order(a, b)).slice(0, 10 * this.#options.limit);
    this.#tasks = new Map(newest.map((task) => [task.task_id, task]));
    if (this.#changed.size > this.#tasks.size) for (const id of this.#changed) if (!this.#tasks.has(id)) this.#changed.delete(id);
  }
}

/** Times without fractions and with them are not in the order of their texts. */
function order(a: ListedTask, b: ListedTask): number {
  return Date.parse(b.created_at) - Date.parse(a.created_at) || (a.task_id < b.task_id ? 1 : -1);
}
