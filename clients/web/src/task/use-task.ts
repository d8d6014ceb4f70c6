import { useMemo, useSyncExternalStore } from 'react';
import { TaskStore, type TaskView } from './task-store.ts';

export interface WatchedTask extends TaskView, Pick<TaskStore, 'tryNow' | 'readEarlier'> {
  readonly taskId: string;
}

export function useTask(taskId: string): WatchedTask {
  const store = useMemo(() => new TaskStore(taskId), [taskId]);
  const view = useSyncExternalStore(store.subscribe, store.view);
  return { taskId, ...view, tryNow: store.tryNow, readEarlier: store.readEarlier };
}
