import { useSyncExternalStore } from 'react';
import { folder } from './folder.ts';

const parameter = 'task';
const moved = 'roadmap:moved';

/** The task that the address names: a reload or another tab shows the same one. */
export function useTaskId(): string | undefined {
  return useSyncExternalStore(subscribe, () => new URLSearchParams(location.search).get(parameter)) ?? undefined;
}

export function addressOf(taskId: string | undefined): string {
  return taskId === undefined ? folder : `${folder}?${new URLSearchParams({ [parameter]: taskId })}`;
}

let moves = 0;
let movesSeen = 0;

/** Whether a person has come here from another page of this site; true once for each time. */
export function hasMoved(): boolean {
  const isNew = moves !== movesSeen;
  movesSeen = moves;
  return isNew;
}

export function goTo(taskId: string | undefined): void {
  moves++;
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
