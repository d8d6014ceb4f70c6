import { Routes, type ListedTask, type TaskPage, type WatchTasksRequest } from 'roadmap-task-progress';
import { get } from '../shared/api.ts';

/** The tasks before the newest, a page at a time. */
export class OlderTasks {
  readonly #filter: WatchTasksRequest;
  readonly #pageLength: number;
  #cursor: string | undefined;

  constructor(filter: WatchTasksRequest, pageLength: number) {
    this.#filter = filter;
    this.#pageLength = pageLength;
  }

  /** The next page, and whether there are more. */
  async read(): Promise<{ readonly tasks: readonly ListedTask[]; readonly hasMore: boolean }> {
    // The newest are watched by others: their page only says where the next one begins.
    this.#cursor ??= (await this.#page()).next_cursor;
    if (this.#cursor === undefined) return { tasks: [], hasMore: false };
    const { tasks, next_cursor: next } = await this.#page(this.#cursor);
    this.#cursor = next ?? this.#cursor;
    return { tasks, hasMore: next !== undefined };
  }

  #page(cursor?: string): Promise<TaskPage> {
    const query = new URLSearchParams({ ...this.#filter, limit: `${this.#pageLength}`, ...(cursor !== undefined && { cursor }) });
    return get<TaskPage>(`${Routes.tasks}?${query}`);
  }
}
