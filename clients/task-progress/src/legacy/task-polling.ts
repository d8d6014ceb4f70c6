import type { TaskSnapshot } from '../contracts.generated.ts';
import * as Routes from '../endpoints.ts';
import type { TaskProgressError } from '../errors.ts';
import { hasEnded } from '../fold.ts';
import { tell } from '../report.ts';
import { callApi } from '../rest.ts';

export interface TaskPollingHandlers {
  readonly onStatusUpdate?: (status: TaskSnapshot) => unknown;
  /** Completed, failed or cancelled: `status.status` says which. Asking is over. */
  readonly onComplete?: (status: TaskSnapshot) => unknown;
  /** The status could not be asked for. It is asked again, unless `final` is true. */
  readonly onError?: (error: TaskProgressError) => unknown;
}

export interface TaskPollingOptions {
  /** Where the server is. May end with `/api/v1`. Absent: where the page is from. */
  readonly baseUrl?: string;
  readonly accessToken?: () => string | Promise<string>;
}

const defaultIntervalMs = 2_000;
/** While the server does not answer it is asked less and less often. */
const longestIntervalMs = 30_000;

/** Asks for a task's status again and again: for networks that let nothing else through. */
export class TaskPolling {
  readonly #taskId: string;
  readonly #handlers: TaskPollingHandlers;
  readonly #server: { readonly url: string; readonly accessToken?: () => string | Promise<string> };
  #run: AbortController | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(taskId: string, handlers: TaskPollingHandlers = {}, { baseUrl = '', ...options }: TaskPollingOptions = {}) {
    this.#taskId = taskId;
    this.#handlers = handlers;
    this.#server = { ...options, url: baseUrl.replace(/\/+$/, '').replace(/\/api\/v1$/, '') };
  }

  start(intervalMs = defaultIntervalMs): void {
    if (this.#run !== undefined) return;
    this.#run = new AbortController();
    void this.#ask(this.#run, intervalMs, 0);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#run?.abort();
    this.#run = undefined;
  }

  running(): boolean {
    return this.#run !== undefined;
  }

  async #ask(run: AbortController, intervalMs: number, failures: number): Promise<void> {
    let failed = failures;
    try {
      const status = await callApi<TaskSnapshot>(this.#server, Routes.roadmapStatus(this.#taskId), { signal: run.signal });
      if (run !== this.#run) return;
      failed = 0;
      const isOver = hasEnded(status);
      if (isOver) this.stop();
      tell(this.#handlers.onStatusUpdate, status);
      if (isOver) tell(this.#handlers.onComplete, status);
    } catch (error) {
      if (run !== this.#run) return;
      failed += 1;
      const problem = error as TaskProgressError;
      if (problem.final) this.stop();
      tell(this.#handlers.onError, problem);
    }
    if (run !== this.#run) return;
    const delay = Math.min(Math.max(intervalMs, longestIntervalMs), intervalMs * 2 ** Math.min(failed, 10));
    this.#timer = setTimeout(() => void this.#ask(run, intervalMs, failed), delay);
  }
}
