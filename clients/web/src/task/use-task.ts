import { useMemo, useSyncExternalStore } from 'react';
import { TaskStore, type TaskView } from './task-store.ts';

export function useTask(taskId: string): TaskView & { readonly tryNow: () => void } {
  const store = useMemo(() => new TaskStore(taskId), [taskId]);
  const view = useSyncExternalStore(store.subscribe, store.view);
  return { ...view, tryNow: store.tryNow };
}
