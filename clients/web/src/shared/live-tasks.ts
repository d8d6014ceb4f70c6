import { watchTasks, type ListedTask, type TaskProgressError, type WatchTasksRequest } from 'roadmap-task-progress';
import { client, noticeRefusal } from './client.ts';
import { Lookers } from './lookers.ts';

export interface LiveTasksView {
  /** Undefined until the list has come. */
  readonly tasks: readonly ListedTask[] | undefined;
  /** Why the list may be old. */
  readonly failure: TaskProgressError | undefined;
}

/** The newest tasks, as they come and change, as an external store for React. Not watched when nobody looks. */
export class LiveTasks {
  readonly #lookers: Lookers;
  #view: LiveTasksView = { tasks: undefined, failure: undefined };

  constructor(filter: WatchTasksRequest, limit: number) {
    this.#lookers = new Lookers(() =>
      watchTasks(client, {
        ...filter,
        limit,
        tasks: (tasks) => this.#change({ tasks }),
        failed: (failure) => {
          this.#change({ failure });
          noticeRefusal(client, failure);
        },
      }),
    );
  }

  readonly view = (): LiveTasksView => this.#view;

  readonly subscribe = (listener: () => void): (() => void) => this.#lookers.subscribe(listener);

  #change(part: Partial<LiveTasksView>): void {
    this.#view = { ...this.#view, ...part };
    this.#lookers.tell();
  }
}
