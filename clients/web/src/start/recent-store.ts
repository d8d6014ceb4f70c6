import { Routes, TaskKinds, type TaskPage } from 'roadmap-task-progress';
import { get } from '../shared/api.ts';
import { Lookers } from '../shared/lookers.ts';
import { signalRHub, TaskListWatch, type ListedTask } from 'roadmap-task-progress';

export interface RecentView {
  readonly tasks: readonly ListedTask[] | undefined;
  readonly failure: string | undefined;
}

const limit = 10;
const page = `${Routes.tasks}?${new URLSearchParams({ kind: TaskKinds.roadmapGeneration, limit: `${limit}` })}`;

/** The newest roadmaps, as they come and change, as an external store for React. Its connection is closed when nobody looks. */
export class RecentStore {
  readonly #watch = new TaskListWatch({
    filter: { kind: TaskKinds.roadmapGeneration },
    limit,
    openHub: signalRHub(Routes.hub),
    fetchPage: (signal) => get<TaskPage>(page, signal),
    tasks: (tasks) => this.#change({ tasks }),
    failed: (failure) => this.#change({ failure }),
  });
  readonly #lookers = new Lookers(this.#watch);
  #view: RecentView = { tasks: undefined, failure: undefined };

  readonly view = (): RecentView => this.#view;

  readonly subscribe = (listener: () => void): (() => void) => this.#lookers.subscribe(listener);

  #change(part: Partial<RecentView>): void {
    this.#view = { ...this.#view, ...part };
    this.#lookers.tell();
  }
}
