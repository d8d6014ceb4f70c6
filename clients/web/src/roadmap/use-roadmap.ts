import { useEffect, useRef, useState } from 'react';
import type { RoadmapDocument } from 'roadmap-task-progress';
import { RoadmapLoader } from './roadmap-loader.ts';

/** The roadmap, loaded again when `revision` says that it may have changed. The last one that arrived stays until the next. */
export function useRoadmap(roadmapId: string | undefined, revision: number): RoadmapDocument | undefined {
  const [roadmap, setRoadmap] = useState<RoadmapDocument>();
  const loader = useRef<RoadmapLoader>(undefined);

  useEffect(() => {
    if (roadmapId === undefined) return;
    loader.current = new RoadmapLoader(roadmapId, setRoadmap);
    return () => {
      loader.current?.close();
      loader.current = undefined;
    };
  }, [roadmapId]);

  useEffect(() => loader.current?.want(), [roadmapId, revision]);

  return roadmap?.roadmap_id === roadmapId ? roadmap : undefined;
}
