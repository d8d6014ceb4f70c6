import type { MouseEvent, ReactNode } from 'react';
import { anchorOf, openConcept } from './open-concept.ts';

/** A link to a concept on this page, which is unfolded. The address names it then. */
export function ConceptLink({ conceptId, className, children }: { conceptId: string; className?: string; children: ReactNode }) {
  const address = `#${encodeURIComponent(anchorOf(conceptId))}`;
  const follow = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || !openConcept(conceptId)) return;
    event.preventDefault();
    history.replaceState(history.state, '', address);
  };
  return (
    <a href={address} className={className} onClick={follow}>
      {children}
    </a>
  );
}
