import { useMemo, useSyncExternalStore } from 'react';

export interface EventLink {
  readonly seq: number;
}

const form = /^#event-(\d{1,16})$/;

export const linkTo = (seq: number): string => `#event-${seq}`;

/** The event that the address names. Each time that it comes to name one is another link, also to the same. */
export function useEventLink(): EventLink | undefined {
  const hash = useSyncExternalStore(subscribe, () => location.hash);
  return useMemo(() => {
    const seq = form.exec(hash)?.[1];
    return seq === undefined ? undefined : { seq: Number(seq) };
  }, [hash]);
}

function subscribe(listener: () => void): () => void {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
}
