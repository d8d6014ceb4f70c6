import { useEffect, useRef, type ReactNode } from 'react';
import { hasMoved } from './route.ts';

/** The heading of a page. Whoever comes from another page begins to read here, and so does whoever had the focus on something that went. */
export function Heading({ lang, children }: { lang?: string | undefined; children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const focused = useRef<Element>(null);

  useEffect(() => {
    if (hasMoved()) heading.current?.focus({ preventScroll: true });
    const remember = () => (focused.current = document.activeElement);
    document.addEventListener('focusin', remember);
    return () => document.removeEventListener('focusin', remember);
  }, []);

  useEffect(() => {
    const isLost = document.activeElement === document.body && focused.current?.isConnected === false;
    if (isLost) heading.current?.focus({ preventScroll: true });
  });

  return (
    <h1 ref={heading} tabIndex={-1} lang={lang}>
      {children}
    </h1>
  );
}
