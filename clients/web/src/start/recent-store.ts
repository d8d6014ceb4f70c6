import { TaskKinds, watchTasks, type ListedTask, type TaskProgressError } from 'roadmap-task-progress';
import { client } from '../shared/client.ts';
import { Lookers } from '../shared/lookers.ts';

export interface RecentView {
  readonly tasks: readonly ListedTask[] | undefined;
  /** Why the list may be old. */
  readonly failure: TaskProgressError | undefined;
}

/** The newest roadmaps, as they come and change, as an external store for React. Not watched when nobody looks. */
export class RecentStore {
  readonly #lookers = new Lookers(() =>
    watchTasks(client, {
      kind: TaskKinds.roadmapGeneration,
      limit: 10,
      tasks: (tasks) => this.#change({ tasks }),
      failed: (failure) => this.#change({ failure }),
    }),
  );
  #view: RecentView = { tasks: undefined, failure: undefined };

  readonly view = (): RecentView => this.#view;

  readonly subscribe = (listener: () => void): (() => void) => this.#lookers.subscribe(listener);

  #change(part: Partial<RecentView>): void {
    this.#view = { ...this.#view, ...part };
    this.#lookers.tell();
  }
}
