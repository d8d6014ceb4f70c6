'use client';

import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import type { TaskProgressClient } from '../client.ts';
import type { TaskEvent, TaskSnapshot } from '../contracts.generated.ts';
import type { TaskProgressError } from '../errors.ts';
import type { TerminalEvent } from '../fold.ts';
import type { TaskWatch, WatchOptions } from '../task-watch.ts';
import type { WatchState } from '../watch-state.ts';
import { useTaskProgressClient } from './provider.ts';
import { Store } from './store.ts';

export interface TaskProgress {
  /** The task as it is after the last event. Undefined before the first snapshot. */
  readonly task: TaskSnapshot | undefined;
  readonly state: WatchState;
  /** Whether what is shown is as it is now. */
  readonly isLive: boolean;
  readonly lastEvent: TaskEvent | undefined;
  /** The terminal event, once it has come. */
  readonly result: TerminalEvent | undefined;
  /** Why the task cannot be watched, or cannot be watched now. */
  readonly error: TaskProgressError | undefined;
  /** Tries again now instead of after the delay. */
  readonly retryNow: () => void;
}

export interface UseTaskProgressOptions extends Pick<WatchOptions, 'keepOpen'> {
  /** Every event, also those that come between two frames. */
  readonly onEvent?: ((event: TaskEvent) => unknown) | undefined;
  readonly onEnd?: ((event: TerminalEvent) => unknown) | undefined;
  /** Why the task cannot be watched: there is no further try. */
  readonly onError?: ((error: TaskProgressError) => unknown) | undefined;
}

type Shown = Omit<TaskProgress, 'retryNow'>;

const nothing: Shown = {
  task: undefined,
  state: { name: 'connecting', failures: 0 },
  isLive: false,
  lastEvent: undefined,
  result: undefined,
  error: undefined,
};
const noTask: Shown = { ...nothing, state: { name: 'closed' } };

/**
 * Watches a task as long as the component is there. All hooks of a page share one connection, and those of one task one subscription.
 * Without a task id nothing is watched.
 */
export function useTaskProgress(taskId: string | undefined, options: UseTaskProgressOptions = {}): TaskProgress {
  const client = useTaskProgressClient();
  const { keepOpen } = options;
  const handlers = useRef(options);
  useEffect(() => {
    handlers.current = options;
  });

  const watched = useMemo(() => watchedTask(client, taskId, keepOpen, handlers), [client, taskId, keepOpen]);
  const shown = useSyncExternalStore(watched.store.subscribe, watched.store.value, () => (taskId === undefined ? noTask : nothing));
  return useMemo(() => ({ ...shown, retryNow: watched.retryNow }), [shown, watched]);
}

function watchedTask(
  client: TaskProgressClient,
  taskId: string | undefined,
  keepOpen: boolean | undefined,
  handlers: { readonly current: UseTaskProgressOptions },
) {
  let watch: TaskWatch | undefined;
  const store = new Store<Shown>(taskId === undefined ? noTask : nothing, (change) => {
    if (taskId === undefined) return () => undefined;
    const opened = (watch = client.watch(taskId, { keepOpen }));
    opened.on('state', (state) =>
      change({ state, isLive: state.name === 'live' || state.name === 'ended', error: 'error' in state ? state.error : undefined }),
    );
    opened.on('message', (message) => {
      change({ task: opened.snapshot });
      if (message.type === 'connected' || message.type === 'current_status') return;
      change({ lastEvent: message, ...(message.type === 'retry_started' && { result: undefined }) });
      handlers.current.onEvent?.(message);
    });
    opened.on('end', (result) => {
      change({ result });
      handlers.current.onEnd?.(result);
    });
    opened.on('state', (state) => state.name === 'refused' && handlers.current.onError?.(state.error));
    return () => opened.close();
  });
  return { store, retryNow: () => watch?.retryNow() };
}
