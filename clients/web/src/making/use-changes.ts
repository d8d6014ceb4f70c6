import { useEffect, useMemo } from 'react';
import type { RoadmapDocument } from 'roadmap-task-progress';
import { keptInTab } from '../kept/kept.ts';
import { changesOf, factsOf, planBefore, type PlanChanges } from '../roadmap/plan-changes.ts';
import type { TaskModel } from '../task/task-model.ts';

/** What the edit before this review has changed; undefined where the plan before it was not seen in this tab. */
export function useChanges(taskId: string, model: TaskModel, roadmap: RoadmapDocument | undefined): PlanChanges | undefined {
  const { reviewRound: round, step, subStatus, pendingCommand } = model;
  // Only then is the plan on the server surely the one of this round.
  const isLaidOut = step === 'human_review' && subStatus === 'waiting' && pendingCommand === undefined;
  const facts = useMemo(() => roadmap && factsOf(roadmap), [roadmap]);

  useEffect(() => {
    if (isLaidOut && facts !== undefined) planOf(taskId, round).keep(facts);
  }, [taskId, round, isLaidOut, facts]);

  return useMemo(() => {
    const before = round > 1 ? planOf(taskId, round - 1).read() : undefined;
    return before && facts && changesOf(before, facts);
  }, [taskId, round, facts]);
}

const planOf = (taskId: string, round: number) => keptInTab(`plan:${taskId}:${round}`, planBefore);
