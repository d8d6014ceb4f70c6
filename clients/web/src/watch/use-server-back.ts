import { useEffect } from 'react';
import type { WatchState } from 'roadmap-task-progress';
import { isUp } from '../shared/api.ts';

const everyMs = 1_500;

/** A longer outage is left to the client's own, growing delays: so many pages as there are would else be a load of their own. */
const forMs = 5 * 60_000;

/** Looks whether the server is up again while a person waits for it, and connects at once when it is. */
export function useServerBack(watch: WatchState, tryNow: () => void): void {
  const isWaiting = watch.name === 'waiting';
  useEffect(() => {
    if (!isWaiting) return;
    const since = Date.now();
    // Pages that lost one server do not ask for it in step.
    let timer = setTimeout(look, Math.random() * everyMs);
    let gone = false;
    async function look(): Promise<void> {
      const isBack = document.visibilityState === 'visible' && (await isUp(everyMs));
      if (gone) return;
      if (isBack) tryNow();
      else if (Date.now() - since < forMs) timer = setTimeout(look, everyMs);
    }
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [isWaiting, tryNow]);
}
