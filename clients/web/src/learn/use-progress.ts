import { useMemo, useSyncExternalStore } from 'react';
import type { Progress } from './progress.ts';
import { ProgressStore } from './progress-store.ts';

/** How far the reader is with a roadmap; undefined before the start. */
export function useProgress(roadmapId: string): readonly [Progress | undefined, ProgressStore['keep']] {
  const store = useMemo(() => new ProgressStore(roadmapId), [roadmapId]);
  return [useSyncExternalStore(store.subscribe, store.progress), store.keep];
}
