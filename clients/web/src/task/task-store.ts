import type { TaskWatch, WatchMessage, WatchState } from 'roadmap-task-progress';
import { client } from '../shared/client.ts';
import { Lookers } from '../shared/lookers.ts';
import { applyEvent, applySnapshot, newTask, type TaskModel } from './task-model.ts';

export interface TaskView {
  readonly model: TaskModel;
  readonly watch: WatchState;
  /** Whether anything is known of the task yet: before that there is nothing honest to show. */
  readonly known: boolean;
}

/** A replay of thousands of events is one picture, not thousands. */
const pictureEveryMs = 40;

/** One watched task, from its first event on, as an external store for React. Closed again when nobody looks. */
export class TaskStore {
  readonly #taskId: string;
  readonly #lookers = new Lookers(() => this.#open());
  #watch: TaskWatch | undefined;
  #view: TaskView = { model: newTask, watch: { name: 'connecting', failures: 0 }, known: false };
  #pending: TaskView = this.#view;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(taskId: string) {
    this.#taskId = taskId;
  }

  readonly view = (): TaskView => this.#view;

  readonly subscribe = (listener: () => void): (() => void) => this.#lookers.subscribe(listener);

  readonly tryNow = (): void => this.#watch?.retryNow();

  /** Stays after the end: the task may be retried, here or elsewhere. */
  #open(): () => void {
    const watch = (this.#watch = client.watch(this.#taskId, { after: { seq: 0 }, keepOpen: true }));
    this.#pending = { ...this.#pending, model: newTask };
    watch.on('state', (state) => this.#change({ watch: state, known: this.#pending.known || state.name === 'live' }));
    watch.on('message', (message) => this.#receive(message));
    return () => {
      this.#watch = undefined;
      watch.close();
      clearTimeout(this.#timer);
      this.#timer = undefined;
    };
  }

  #receive(message: WatchMessage): void {
    if (message.type === 'connected') this.#change({ model: newTask });
    else if (message.type === 'current_status') this.#change({ model: applySnapshot(this.#pending.model, message), known: true });
    else this.#change({ model: applyEvent(this.#pending.model, message) });
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
