import { useSyncExternalStore } from 'react';

const parameter = 'task';
const moved = 'roadmap:moved';

/** The task that the address names: a reload or another tab shows the same one. */
export function useTaskId(): string | undefined {
  return useSyncExternalStore(subscribe, () => new URLSearchParams(location.search).get(parameter)) ?? undefined;
}

export function addressOf(taskId: string | undefined): string {
  return taskId === undefined ? '/' : `/?${new URLSearchParams({ [parameter]: taskId })}`;
}

export function goTo(taskId: string | undefined): void {
  history.pushState(null, '', addressOf(taskId));
  dispatchEvent(new Event(moved));
  scrollTo(0, 0);
}

function subscribe(listener: () => void): () => void {
  addEventListener('popstate', listener);
  addEventListener(moved, listener);
  return () => {
    removeEventListener('popstate', listener);
    removeEventListener(moved, listener);
  };
}
