import { Routes, type TaskEvent, type TaskSnapshot, type TaskWatch, type WatchMessage, type WatchState } from 'roadmap-task-progress';
import { get } from '../shared/api.ts';
import { clientFor, noticeRefusal } from '../shared/client.ts';
import { Lookers } from '../shared/lookers.ts';
import { applyEarlier, applyEvents, applyFigures, applySnapshot, earlierHistory, newTask, type TaskModel } from './task-model.ts';

export interface TaskView {
  readonly model: TaskModel;
  readonly watch: WatchState;
  /** Whether anything is known of the task yet: before that there is nothing honest to show. */
  readonly known: boolean;
  /** By how much this machine's clock is ahead of the server's, as far as the events that were heard at once tell. */
  readonly clockAheadMs: number;
}

/** A replay of thousands of events is one picture, not thousands. */
const pictureEveryMs = 80;

/** A tab that is not looked at draws a picture a minute. */
const mostUnseen = 1_000;

/** What the server gives at once of a log. */
const pageLength = 1_000;

/** One watched task, from its first event on, as an external store for React. Closed again when nobody looks. */
export class TaskStore {
  readonly #taskId: string;
  readonly #lookers = new Lookers(() => this.#open());
  #watch: TaskWatch | undefined;
  #view: TaskView = { model: newTask, watch: { name: 'connecting', failures: 0 }, known: false, clockAheadMs: 0 };
  #pending: TaskView = this.#view;
  /** What has come since, and is not part of that yet. */
  #events: TaskEvent[] = [];
  #clocksCompared = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(taskId: string) {
    this.#taskId = taskId;
  }

  readonly view = (): TaskView => this.#view;

  readonly subscribe = (listener: () => void): (() => void) => this.#lookers.subscribe(listener);

  readonly tryNow = (): void => this.#watch?.retryNow();

  /** Reads what happened before, a page at a time, as far as the server keeps it. */
  readonly readEarlier = async (): Promise<void> => {
    const { model } = this.#folded();
    const first = model.journal[0]?.event.seq ?? model.seq + 1;
    const after = Math.max(model.oldestSeq, first - pageLength) - 1;
    const query = new URLSearchParams({ after_seq: `${after}`, limit: `${first - 1 - after}` });
    const page = await get<{ readonly events: readonly TaskEvent[] }>(`${Routes.taskEvents(this.#taskId)}?${query}`);
    const now = this.#folded().model;
    // Meanwhile the task may have begun anew, or been trimmed; what does not join on is nothing to show.
    if (page.events.at(-1)?.seq === (now.journal[0]?.event.seq ?? now.seq + 1) - 1) this.#change({ model: applyEarlier(now, page.events) });
  };

  /** Stays after the end: the task may be retried, here or elsewhere. */
  #open(): () => void {
    const client = clientFor(this.#taskId);
    const watch = (this.#watch = client.watch(this.#taskId, { after: { seq: 0 }, keepOpen: true }));
    this.#events = [];
    this.#pending = { ...this.#pending, model: newTask };
    watch.on('state', (state) => {
      this.#change({ watch: state, known: this.#pending.known || state.name === 'live' });
      if (state.name === 'refused') noticeRefusal(client, state.error);
    });
    watch.on('message', (message) => this.#receive(message));
    return () => {
      this.#watch = undefined;
      watch.close();
      clearTimeout(this.#timer);
      this.#timer = undefined;
    };
  }

  #receive(message: WatchMessage): void {
    if (message.type === 'connected') this.#restart();
    else if (message.type === 'current_status') this.#receiveSnapshot(message);
    else this.#receiveEvent(message);
  }

  #restart(): void {
    this.#events = [];
    this.#change({ model: newTask });
  }

  #receiveSnapshot(snapshot: TaskSnapshot): void {
    const model = applySnapshot(this.#folded().model, snapshot);
    this.#change({ model, known: true });
    if (model.journal.length === 0 && earlierHistory(model) === 'kept') void this.readEarlier().catch(() => undefined);
  }

  #receiveEvent(event: TaskEvent): void {
    if (this.#events.push(event) >= mostUnseen) this.#folded();
    this.#change({});
    if (this.#pending.watch.name === 'live') this.#compareClocks(event);
  }

  #compareClocks(event: TaskEvent): void {
    const aheadMs = Date.now() - Date.parse(event.timestamp);
    if (!this.#clocksCompared || aheadMs < this.#pending.clockAheadMs) this.#change({ clockAheadMs: aheadMs });
    this.#clocksCompared = true;
  }

  #folded(): TaskView {
    if (this.#events.length === 0) return this.#pending;
    const model = applyEvents(this.#pending.model, this.#events);
    const figures = this.#watch?.snapshot;
    this.#events = [];
    this.#pending = { ...this.#pending, model: figures === undefined ? model : applyFigures(model, figures) };
    return this.#pending;
  }

  #change(part: Partial<TaskView>): void {
    this.#pending = { ...this.#pending, ...part };
    this.#timer ??= setTimeout(() => this.#show(), pictureEveryMs);
  }

  #show(): void {
    this.#timer = undefined;
    this.#view = this.#folded();
    this.#lookers.tell();
  }
}
