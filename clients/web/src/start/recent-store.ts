import { Routes, TaskKinds, type TaskPage } from '../contracts.generated.ts';
import { get } from '../shared/api.ts';
import { signalRHub, TaskListWatch, type ListedTask } from '../task-progress/index.ts';

export interface RecentView {
  readonly tasks: readonly ListedTask[] | undefined;
  readonly failure: string | undefined;
}

const limit = 10;
const page = `${Routes.tasks}?${new URLSearchParams({ kind: TaskKinds.roadmapGeneration, limit: `${limit}` })}`;

/** The newest roadmaps, as they come and change, as an external store for React. Its connection is closed when nobody looks. */
export class RecentStore {
  readonly #listeners = new Set<() => void>();
  readonly #watch = new TaskListWatch({
    filter: { kind: TaskKinds.roadmapGeneration },
    limit,
    openHub: signalRHub(Routes.hub),
    fetchPage: (signal) => get<TaskPage>(page, signal),
    tasks: (tasks) => this.#change({ tasks }),
    failed: (failure) => this.#change({ failure }),
  });
  #view: RecentView = { tasks: undefined, failure: undefined };

  readonly view = (): RecentView => this.#view;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    if (this.#listeners.size === 1) this.#open();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#close();
    };
  };

  readonly #wake = (): void => {
    if (document.visibilityState === 'visible') this.#watch.wake();
  };

  #open(): void {
    document.addEventListener('visibilitychange', this.#wake);
    window.addEventListener('online', this.#wake);
    this.#watch.start();
  }

  #close(): void {
    document.removeEventListener('visibilitychange', this.#wake);
    window.removeEventListener('online', this.#wake);
    this.#watch.close();
  }

  #change(part: Partial<RecentView>): void {
    this.#view = { ...this.#view, ...part };
    for (const listener of this.#listeners) listener();
  }
}
