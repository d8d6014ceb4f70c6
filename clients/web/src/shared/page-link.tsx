import type { MouseEvent, ReactNode } from 'react';
import { addressOf, goTo, type Route } from './route.ts';

interface PageLinkProps {
  readonly to: Route;
  readonly className?: string;
  /** Whether it leads to where one is. */
  readonly current?: boolean;
  readonly children: ReactNode;
}

/** A link within the page. With a modifier key it is an ordinary link: a new tab or window. */
export function PageLink({ to, className, current = false, children }: PageLinkProps) {
  const follow = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    goTo(to);
  };
  return (
    <a href={addressOf(to)} className={className} aria-current={current ? 'page' : undefined} onClick={follow}>
      {children}
    </a>
  );
}
