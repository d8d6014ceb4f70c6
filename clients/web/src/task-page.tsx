import { RoadmapTask } from './making/roadmap-task.tsx';
import { isRoadmap } from './task/task-model.ts';
import { useTask } from './task/use-task.ts';
import { ConnectionNotice } from './watch/connection-notice.tsx';
import { RefusedPage } from './watch/refused-page.tsx';
import { useServerBack } from './watch/use-server-back.ts';
import { WorkerTask } from './worker/worker-task.tsx';
import { useWords } from './words/language.ts';

/** A task, as its kind is shown. */
export function TaskPage({ taskId }: { taskId: string }) {
  const task = useTask(taskId);
  const { watch } = useWords();
  useServerBack(task.watch, task.tryNow);

  if (task.watch.name === 'refused') return <RefusedPage error={task.watch.error} />;
  return (
    <div className="watch">
      <ConnectionNotice watch={task.watch} onTryNow={task.tryNow} />
      {!task.known ? (
        <p className="loading">{watch.lookingUp}</p>
      ) : isRoadmap(task.model) ? (
        <RoadmapTask task={task} />
      ) : (
        <WorkerTask task={task} />
      )}
    </div>
  );
}
