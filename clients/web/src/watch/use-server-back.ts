import { useEffect, useRef } from 'react';
import { ErrorCodes, type WatchState } from 'roadmap-task-progress';
import { isUp } from '../shared/api.ts';
import { ServerSearch } from './server-search.ts';

/** Looks whether the server is up again while a person waits for it, and connects at once when it is. */
export function useServerBack(watch: WatchState, tryNow: () => void): void {
  const isWaiting = useRef(false);
  useEffect(() => {
    isWaiting.current = watch.name === 'waiting';
  }, [watch]);

  // The client's own tries go on meanwhile: the search does not begin anew with each of them.
  const isAway = isWaitingForServer(watch) || (watch.name === 'connecting' && watch.failures > 0);
  useEffect(() => {
    if (!isAway) return undefined;
    const search = new ServerSearch({
      isUp,
      isSeen: () => document.visibilityState === 'visible',
      found: () => {
        if (isWaiting.current) tryNow();
        return isWaiting.current;
      },
    });
    return () => search.end();
  }, [isAway, tryNow]);
}

/** Whoever is told to come later is not away. */
const isWaitingForServer = (watch: WatchState): boolean => watch.name === 'waiting' && watch.error.code !== ErrorCodes.rateLimited;
