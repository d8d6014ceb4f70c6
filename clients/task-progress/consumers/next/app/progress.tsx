'use client';

import { useTaskProgress } from 'roadmap-task-progress/react';

export function Progress({ taskId }: { taskId: string }) {
  const { task, state } = useTaskProgress(taskId);
  return <progress max={100} value={task?.percentage} title={state.name} />;
}
