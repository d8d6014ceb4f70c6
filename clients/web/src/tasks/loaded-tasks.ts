import type { ListedTask } from 'roadmap-task-progress';

/** Tasks that were read page by page, newest first, made of pages and of changes that come in any order. */
export class LoadedTasks {
  readonly #fits: (task: ListedTask) => boolean;
  readonly #known = new Map<string, ListedTask>();
  /** Those that have changed since the pages are read anew: a page need not have it yet. */
  readonly #changed = new Set<string>();
  #rows: readonly ListedTask[] = [];

  constructor(fits: (task: ListedTask) => boolean) {
    this.#fits = fits;
  }

  get rows(): readonly ListedTask[] {
    return this.#rows;
  }

  /** The pages are about to be read from the newest on. */
  beginReading(): void {
    this.#changed.clear();
  }

  /** A page has come, or the newest as others keep them. Says how many were not known. */
  take(tasks: readonly ListedTask[]): number {
    const before = this.#known.size;
    for (const task of tasks) {
      const known = this.#known.get(task.task_id);
      if (known === undefined || (known.epoch === task.epoch ? known.seq < task.seq : !this.#changed.has(task.task_id))) this.#put(task);
    }
    return this.#known.size - before;
  }

  /** All pages up to the oldest that is known have come: what is in none of them, and has not changed since, is gone. */
  keepOnly(seen: ReadonlySet<string>): void {
    for (const task of this.#rows) if (!seen.has(task.task_id) && !this.#changed.has(task.task_id)) this.#remove(task);
  }

  /**
   * `epoch` says that the task has begun another life, or that this is a straggler of the last one: nothing but a page can tell. A task
   * that is not known is taken when it belongs between those that are; `reachesEnd` says that there is nothing beyond them.
   */
  change(change: ListedTask, reachesEnd: boolean): 'applied' | 'stale' | 'epoch' {
    const known = this.#known.get(change.task_id);
    if (known === undefined) {
      const oldest = this.#rows.at(-1);
      if (!reachesEnd && (oldest === undefined || compare(oldest, change) < 0)) return 'stale';
    } else if (known.epoch === change.epoch && known.seq >= change.seq) return 'stale';
    const isOtherLife = known !== undefined && known.epoch !== change.epoch;
    if (isOtherLife) this.#changed.delete(change.task_id);
    else this.#changed.add(change.task_id);
    this.#put(change);
    return isOtherLife ? 'epoch' : 'applied';
  }

  /** What no longer fits goes. */
  #put(task: ListedTask): void {
    const known = this.#known.get(task.task_id);
    if (known !== undefined) this.#remove(known);
    if (!this.#fits(task)) return;
    this.#known.set(task.task_id, task);
    this.#rows = this.#rows.toSpliced(this.#placeOf(task), 0, task);
  }

  #remove(task: ListedTask): void {
    this.#known.delete(task.task_id);
    this.#rows = this.#rows.toSpliced(this.#placeOf(task), 1);
  }

  /** Where it stands, or would stand. */
  #placeOf(task: ListedTask): number {
    let from = 0;
    let to = this.#rows.length;
    while (from < to) {
      const middle = (from + to) >> 1;
      const row = this.#rows[middle];
      if (row !== undefined && compare(row, task) < 0) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}

/** Below zero: the first one is newer. Times without fractions and with them are not in the order of their texts. */
export function compare(a: ListedTask, b: ListedTask): number {
  return Date.parse(b.created_at) - Date.parse(a.created_at) || (a.task_id < b.task_id ? 1 : a.task_id > b.task_id ? -1 : 0);
}
