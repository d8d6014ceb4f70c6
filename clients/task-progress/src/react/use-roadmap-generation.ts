'use client';

import { useState } from 'react';
import type { CompletedEvent, GenerateRoadmapBody, GenerateRoadmapReply } from '../contracts.generated.ts';
import * as Routes from '../endpoints.ts';
import { TaskProgressError } from '../errors.ts';
import { callApi } from '../rest.ts';
import { useTaskProgressClient } from './provider.ts';
import { useTaskProgress, type TaskProgress } from './use-task-progress.ts';

export interface RoadmapGenerationHandlers {
  readonly onComplete?: ((roadmapId: string, event: CompletedEvent) => unknown) | undefined;
  /** It could not be asked for or watched, or it failed or was cancelled: then `code` is `failed` or `cancelled`. */
  readonly onError?: ((error: TaskProgressError) => unknown) | undefined;
  /** A generation that is under way already, such as one that the address of the page names. */
  readonly taskId?: string | undefined;
}

export interface RoadmapGeneration extends TaskProgress {
  readonly taskId: string | undefined;
  /** From the call of `generate` to the end. */
  readonly isGenerating: boolean;
  /** Asks for a roadmap. Resolves to the task's id, or to undefined when that failed, of which `error` and `onError` tell. */
  readonly generate: (body: GenerateRoadmapBody) => Promise<string | undefined>;
  readonly approve: () => Promise<boolean>;
  /** Sends the plan back: the feedback says what should be different. */
  readonly reject: (feedback: string) => Promise<boolean>;
  readonly cancel: () => Promise<boolean>;
  readonly retry: () => Promise<boolean>;
}

/** Asks for a roadmap and watches how it is made. */
export function useRoadmapGeneration({ onComplete, onError, taskId: initial }: RoadmapGenerationHandlers = {}): RoadmapGeneration {
  const { server } = useTaskProgressClient();
  const [asked, setAsked] = useState<string>();
  const [isAsking, setIsAsking] = useState(false);
  const [failure, setFailure] = useState<TaskProgressError>();
  const taskId = asked ?? initial;
  const progress = useTaskProgress(taskId, {
    keepOpen: true,
    onError,
    onEnd: (event) => {
      if (event.type === 'completed') onComplete?.(event.roadmap_id ?? '', event);
      else
        onError?.(
          new TaskProgressError(event.type, event.type === 'failed' ? event.error : (event.reason ?? 'The generation was cancelled.')),
        );
    },
  });

  const call = async <T>(path: string, body?: object): Promise<T | undefined> => {
    setFailure(undefined);
    try {
      return await callApi<T>(server, path, { body, method: 'POST' });
    } catch (error) {
      setFailure(error as TaskProgressError);
      onError?.(error as TaskProgressError);
      return undefined;
    }
  };
  const command = async (path: (taskId: string) => string, body?: object): Promise<boolean> =>
    taskId !== undefined && (await call<unknown>(path(taskId), body)) !== undefined;

  const generate = async (body: GenerateRoadmapBody): Promise<string | undefined> => {
    setIsAsking(true);
    const reply = await call<GenerateRoadmapReply>(Routes.generateRoadmap, body);
    setIsAsking(false);
    if (reply !== undefined) setAsked(reply.task_id);
    return reply?.task_id;
  };

  return {
    ...progress,
    taskId,
    error: failure ?? progress.error,
    isGenerating: isAsking || (taskId !== undefined && progress.result === undefined && progress.state.name !== 'refused'),
    generate,
    approve: () => command(Routes.approveRoadmap, { approved: true }),
    reject: (feedback) => command(Routes.approveRoadmap, { approved: false, feedback }),
    cancel: () => command(Routes.cancelTask),
    retry: () => command(Routes.retryRoadmap),
  };
}
