import { useEffect, useRef, useState } from 'react';
import type { RoadmapDocument } from 'roadmap-task-progress';
import { RoadmapLoader } from './roadmap-loader.ts';

interface LoadedRoadmap {
  readonly roadmap: RoadmapDocument | undefined;
  /** Whether the server was asked for it, and has not answered yet for the first time. */
  readonly isAwaited: boolean;
}

interface Answer {
  readonly roadmapId: string;
  readonly roadmap: RoadmapDocument | undefined;
}

/** The roadmap, loaded again when `revision` says that it may have changed. The last one that arrived stays until the next. */
export function useRoadmap(roadmapId: string | undefined, revision: number): LoadedRoadmap {
  const [answer, setAnswer] = useState<Answer>();
  const loader = useRef<RoadmapLoader>(undefined);

  useEffect(() => {
    if (roadmapId === undefined) return;
    loader.current = new RoadmapLoader(roadmapId, (roadmap) =>
      setAnswer((last) => ({ roadmapId, roadmap: roadmap ?? (last?.roadmapId === roadmapId ? last.roadmap : undefined) })),
    );
    return () => {
      loader.current?.close();
      loader.current = undefined;
    };
  }, [roadmapId]);

  useEffect(() => loader.current?.want(), [roadmapId, revision]);

  const isAnswered = roadmapId !== undefined && answer?.roadmapId === roadmapId;
  return { roadmap: isAnswered ? answer.roadmap : undefined, isAwaited: roadmapId !== undefined && !isAnswered };
}
