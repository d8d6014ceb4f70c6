import {
  watchTasks,
  type ListedTask,
  type TaskChangedMessage,
  type TaskProgressError,
  type WatchTasksRequest,
} from 'roadmap-task-progress';
import { client, noticeRefusal } from './client.ts';
import { Lookers } from './lookers.ts';

export interface LiveTasksView {
  /** Undefined until the list has come. */
  readonly tasks: readonly ListedTask[] | undefined;
  /** Why the list may be old. */
  readonly failure: TaskProgressError | undefined;
}

/** Who shows tasks beside the newest hears what becomes of those. */
export interface TaskFollower {
  changed(change: TaskChangedMessage): void;
  /** Changes may have been lost: the newest were fetched anew. */
  fetched(): void;
}

/** The newest tasks, as they come and change, as an external store for React. Not watched when nobody looks. */
export class LiveTasks {
  readonly followers = new Set<TaskFollower>();
  readonly #lookers: Lookers;
  #view: LiveTasksView = { tasks: undefined, failure: undefined };

  constructor(filter: WatchTasksRequest, limit: number) {
    this.#lookers = new Lookers(() =>
      watchTasks(client, {
        ...filter,
        limit,
        tasks: (tasks) => this.#change({ tasks }),
        changed: (change) => this.followers.forEach((follower) => follower.changed(change)),
        fetched: () => this.followers.forEach((follower) => follower.fetched()),
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
