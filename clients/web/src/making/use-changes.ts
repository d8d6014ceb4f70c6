import { useEffect, useMemo } from 'react';
import type { RoadmapDocument } from 'roadmap-task-progress';
import { changesOf, factsOf, type PlanBefore, type PlanChanges } from '../roadmap/plan-changes.ts';
import type { TaskModel } from '../task/task-model.ts';

/** What the edit before this review has changed; undefined where the plan before it was not seen in this tab. */
export function useChanges(taskId: string, model: TaskModel, roadmap: RoadmapDocument | undefined): PlanChanges | undefined {
  const { reviewRound: round, step, subStatus, pendingCommand } = model;
  // Only then is the plan on the server surely the one of this round.
  const isLaidOut = step === 'human_review' && subStatus === 'waiting' && pendingCommand === undefined;
  const facts = useMemo(() => roadmap && factsOf(roadmap), [roadmap]);

  useEffect(() => {
    if (isLaidOut && facts !== undefined) keep(keyOf(taskId, round), facts);
  }, [taskId, round, isLaidOut, facts]);

  return useMemo(() => {
    const before = round > 1 ? read(keyOf(taskId, round - 1)) : undefined;
    return before && facts && changesOf(before, facts);
  }, [taskId, round, facts]);
}

const keyOf = (taskId: string, round: number): string => `plan:${taskId}:${round}`;

function keep(key: string, facts: PlanBefore): void {
  try {
    sessionStorage.setItem(key, JSON.stringify(facts));
  } catch {
    // Where nothing is kept, the changes are not marked.
  }
}

function read(key: string): PlanBefore | undefined {
  try {
    const kept = sessionStorage.getItem(key);
    return kept === null ? undefined : (JSON.parse(kept) as PlanBefore);
  } catch {
    return undefined;
  }
}
