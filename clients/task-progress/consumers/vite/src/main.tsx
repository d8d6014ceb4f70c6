import { createRoot } from 'react-dom/client';
import { TaskProgressClient, watchTasks, type TaskEvent } from 'roadmap-task-progress';
import { TaskWebSocket } from 'roadmap-task-progress/legacy';
import { TaskProgressProvider, useRoadmapGeneration, useTaskList, useTaskProgress } from 'roadmap-task-progress/react';

const client = new TaskProgressClient({ accessToken: () => 'token' });

function Task({ id }: { id: string }) {
  const { task, isLive, error } = useTaskProgress(id, { onEvent: (event: TaskEvent) => console.log(event.type) });
  const { generate } = useRoadmapGeneration({ onComplete: (roadmapId) => console.log(roadmapId) });
  const { tasks } = useTaskList({ kind: 'import' });
  const preferences = { learning_goal: 'Go', current_level: 'beginner', available_hours_per_week: 5 } as const;
  return (
    <button onClick={() => void generate({ preferences })}>
      {error?.message ?? task?.percentage ?? tasks?.length} {isLive}
    </button>
  );
}

createRoot(document.getElementById('root')!).render(
  <TaskProgressProvider client={client}>
    <Task id="import-1" />
  </TaskProgressProvider>,
);

const watch = client.watch('import-1', { after: { seq: 0 } });
watch.on('progress', ({ percentage }) => console.log(percentage?.toFixed()));
watch.result.then((end) => console.log(end.type === 'failed' ? end.error : end.message), console.error);
watchTasks(client, { owner: 'me', tasks: (tasks) => console.log(tasks.map(({ title }) => title)) });
new TaskWebSocket('import-1', { onProgress: ({ step }) => console.log(step) }).connect();
