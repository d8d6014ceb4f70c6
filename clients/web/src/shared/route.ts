import { useMemo, useSyncExternalStore } from 'react';
import { folder } from './folder.ts';

/** The places of this page. A reload or another tab shows the same one, since the address names it. */
export type Route = { readonly view: 'start' } | { readonly view: 'tasks' } | { readonly view: 'task'; readonly taskId: string };

export const start: Route = { view: 'start' };
export const tasks: Route = { view: 'tasks' };

const moved = 'roadmap:moved';

function routeOf(search: string): Route {
  const query = new URLSearchParams(search);
  const taskId = query.get('task');
  if (taskId !== null) return { view: 'task', taskId };
  return query.get('view') === 'tasks' ? tasks : start;
}

export function taskIdNow(): string | undefined {
  const route = routeOf(location.search);
  return route.view === 'task' ? route.taskId : undefined;
}

export function addressOf(route: Route): string {
  switch (route.view) {
    case 'start':
      return folder;
    case 'tasks':
      return `${folder}?view=tasks`;
    case 'task':
      return `${folder}?${new URLSearchParams({ task: route.taskId })}`;
  }
}

export function useRoute(): Route {
  const search = useSyncExternalStore(subscribe, () => location.search);
  return useMemo(() => routeOf(search), [search]);
}

let moves = 0;
let movesSeen = 0;

/** Whether a person has come here from another page of this site; true once for each time. */
export function hasMoved(): boolean {
  const isNew = moves !== movesSeen;
  movesSeen = moves;
  return isNew;
}

export function goTo(route: Route): void {
  moves++;
  history.pushState(null, '', addressOf(route));
  dispatchEvent(new Event(moved));
  scrollTo(0, 0);
}

/** The place where one is, in the place of the address that led here. */
export function settleAt(address: string): void {
  history.replaceState(null, '', address);
  dispatchEvent(new Event(moved));
}

function subscribe(listener: () => void): () => void {
  addEventListener('popstate', listener);
  addEventListener(moved, listener);
  return () => {
    removeEventListener('popstate', listener);
    removeEventListener(moved, listener);
  };
}
