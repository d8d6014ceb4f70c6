import { ErrorCodes } from 'roadmap-task-progress';
import { LinkEnded } from './account/link-ended.tsx';
import { LinkNotice } from './account/link-notice.tsx';
import { linkTo } from './account/links.ts';
import { RoadmapTask } from './making/roadmap-task.tsx';
import { isRoadmap } from './task/task-model.ts';
import { useTask } from './task/use-task.ts';
import { ConnectionNotice } from './watch/connection-notice.tsx';
import { RefusedPage } from './watch/refused-page.tsx';
import { useServerBack } from './watch/use-server-back.ts';
import { WorkerTask } from './worker/worker-task.tsx';
import { useWords } from './words/language.ts';
import './styles/roadmap.css';
import './styles/print.css';

/** A task, as its kind is shown. */
export function TaskPage({ taskId }: { taskId: string }) {
  const task = useTask(taskId);
  const { watch } = useWords();
  useServerBack(task.watch, task.tryNow);

  const byLink = linkTo(taskId) !== undefined;
  if (task.watch.name === 'refused') {
    const { error } = task.watch;
    return byLink && error.code === ErrorCodes.unauthenticated ? <LinkEnded taskId={taskId} /> : <RefusedPage error={error} />;
  }
  return (
    <div className="watch">
      {byLink && <LinkNotice taskId={taskId} />}
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
