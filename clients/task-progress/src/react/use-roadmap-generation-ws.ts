'use client';

import type {
  BatchCompleteEvent,
  BatchStartEvent,
  ConceptCompleteEvent,
  ConceptFailedEvent,
  ConceptStartEvent,
  HumanReviewRequiredEvent,
  ProgressEvent,
  TaskEvent,
} from '../contracts.generated.ts';
import { useTaskProgress } from './use-task-progress.ts';

/** The earlier front end's handlers: all are optional. */
export interface RoadmapGenerationWSHandlers {
  readonly onProgress?: (event: ProgressEvent) => unknown;
  readonly onHumanReview?: (event: HumanReviewRequiredEvent) => unknown;
  readonly onConceptStart?: (event: ConceptStartEvent) => unknown;
  readonly onConceptComplete?: (event: ConceptCompleteEvent) => unknown;
  readonly onConceptFailed?: (event: ConceptFailedEvent) => unknown;
  readonly onBatchStart?: (event: BatchStartEvent) => unknown;
  readonly onBatchComplete?: (event: BatchCompleteEvent) => unknown;
  readonly onComplete?: (roadmapId: string) => unknown;
  /** The task failed or was cancelled, or cannot be watched. */
  readonly onError?: (error: string) => unknown;
}

/** As the earlier front end has it, over the page's one connection. */
export function useRoadmapGenerationWS(
  taskId: string | null | undefined,
  handlers: RoadmapGenerationWSHandlers = {},
): { readonly isConnected: boolean } {
  const { isLive } = useTaskProgress(taskId ?? undefined, {
    onEvent: (event) => tellHandler(handlers, event),
    onError: (error) => handlers.onError?.(error.message),
    onEnd: (event) => {
      if (event.type === 'completed') handlers.onComplete?.(event.roadmap_id ?? '');
      else handlers.onError?.(event.type === 'failed' ? event.error : (event.reason ?? 'cancelled'));
    },
  });
  return { isConnected: isLive };
}

function tellHandler(handlers: RoadmapGenerationWSHandlers, event: TaskEvent): unknown {
  switch (event.type) {
    case 'progress':
      return handlers.onProgress?.(event);
    case 'human_review_required':
      return handlers.onHumanReview?.(event);
    case 'concept_start':
      return handlers.onConceptStart?.(event);
    case 'concept_complete':
      return handlers.onConceptComplete?.(event);
    case 'concept_failed':
      return handlers.onConceptFailed?.(event);
    case 'batch_start':
      return handlers.onBatchStart?.(event);
    case 'batch_complete':
      return handlers.onBatchComplete?.(event);
    default:
      return undefined;
  }
}
