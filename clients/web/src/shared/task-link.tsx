import type { MouseEvent, ReactNode } from 'react';
import { addressOf, goTo } from './route.ts';

/** A link within the page. With a modifier key it is an ordinary link: a new tab or window. */
export function TaskLink({ taskId, className, children }: { taskId?: string; className?: string; children: ReactNode }) {
  const follow = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    goTo(taskId);
  };
  return (
    <a href={addressOf(taskId)} className={className} onClick={follow}>
      {children}
    </a>
  );
}
