import { Routes, type TaskEvent, type TaskSnapshot } from 'roadmap-task-progress';
import { Lookers } from '../shared/lookers.ts';
import { signalRHub, TaskWatch, type WatchState } from 'roadmap-task-progress';
import { applyEvent, applySnapshot, newTask, type TaskModel } from './task-model.ts';

export interface TaskView {
  readonly model: TaskModel;
  readonly watch: WatchState;
  /** Whether anything is known of the task yet: before that there is nothing honest to show. */
  readonly known: boolean;
}

/** A replay of thousands of events is one picture, not thousands. */
const pictureEveryMs = 40;

/** One watched task, as an external store for React. Closed again when nobody looks. */
export class TaskStore {
  readonly #watch: TaskWatch;
  readonly #lookers: Lookers;
  #view: TaskView = { model: newTask, watch: { name: 'connecting', failures: 0 }, known: false };
  #pending: TaskView = this.#view;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(taskId: string) {
    this.#watch = new TaskWatch({
      taskId,
      openHub: signalRHub(Routes.hub),
      listener: {
        stateChanged: (watch) => this.#watchChanged(watch),
        reset: () => this.#change({ model: newTask }),
        snapshot: (snapshot: TaskSnapshot) => this.#change({ model: applySnapshot(this.#pending.model, snapshot), known: true }),
        event: (event: TaskEvent) => this.#change({ model: applyEvent(this.#pending.model, event) }),
      },
    });
    this.#lookers = new Lookers(this.#watch, () => {
      clearTimeout(this.#timer);
      this.#timer = undefined;
    });
  }

  readonly view = (): TaskView => this.#view;

  readonly subscribe = (listener: () => void): (() => void) => this.#lookers.subscribe(listener);

  readonly tryNow = (): void => this.#watch.tryNow();

  #watchChanged(watch: WatchState): void {
    this.#change({ watch, known: this.#pending.known || watch.name === 'live' });
    // The title and the time of creation stand in no event.
    if (watch.name === 'live') this.#watch.requestStatus();
  }

  #change(part: Partial<TaskView>): void {
    this.#pending = { ...this.#pending, ...part };
    this.#timer ??= setTimeout(() => this.#show(), pictureEveryMs);
  }

  #show(): void {
    this.#timer = undefined;
    this.#view = this.#pending;
    this.#lookers.tell();
  }
}
