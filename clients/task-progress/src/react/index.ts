'use client';

export { TaskProgressProvider, useTaskProgressClient } from './provider.ts';
export { useTaskProgress, type TaskProgress, type UseTaskProgressOptions } from './use-task-progress.ts';
export { useTaskList, type TaskListView } from './use-task-list.ts';
export { useRoadmapGeneration, type RoadmapGeneration, type RoadmapGenerationHandlers } from './use-roadmap-generation.ts';
export { useRoadmapGenerationWS, type RoadmapGenerationWSHandlers } from './use-roadmap-generation-ws.ts';
