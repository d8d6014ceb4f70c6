import { useMemo, useSyncExternalStore } from 'react';
import { TaskStore, type TaskView } from './task-store.ts';

export function useTask(taskId: string): TaskView & Pick<TaskStore, 'tryNow' | 'readEarlier'> {
  const store = useMemo(() => new TaskStore(taskId), [taskId]);
  const view = useSyncExternalStore(store.subscribe, store.view);
  return { ...view, tryNow: store.tryNow, readEarlier: store.readEarlier };
}
