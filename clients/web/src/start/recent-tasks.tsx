import { useEffect, useState } from 'react';
import { Routes, TaskKinds, type TaskPage, type TaskSnapshot } from '../contracts.generated.ts';
import { get } from '../shared/api.ts';
import { TaskLink } from '../shared/task-link.tsx';
import { guessLanguage, momentOf } from '../shared/text.ts';
import { activity } from '../task/steps.ts';

const recent = `${Routes.tasks}?${new URLSearchParams({ kind: TaskKinds.roadmapGeneration, limit: '10' })}`;

export function RecentTasks() {
  const [tasks, setTasks] = useState<readonly TaskSnapshot[]>();
  const [failure, setFailure] = useState<string>();

  useEffect(() => {
    const abort = new AbortController();
    get<TaskPage>(recent, abort.signal)
      .then((page) => setTasks(page.tasks))
      .catch((error: Error) => {
        if (!abort.signal.aborted) setFailure(error.message);
      });
    return () => abort.abort();
  }, []);

  return (
    <section className="recent" aria-labelledby="recent-heading">
      <h2 id="recent-heading">Recent roadmaps</h2>
      {failure !== undefined && <p className="muted">{failure}</p>}
      {tasks?.length === 0 && <p className="muted">None yet. The first one will be yours.</p>}
      <ol>
        {tasks?.map((task) => (
          <li key={task.task_id}>
            <RecentTask task={task} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function RecentTask({ task }: { task: TaskSnapshot }) {
  const title = task.title ?? 'Untitled roadmap';
  return (
    <TaskLink taskId={task.task_id} className="recent-task">
      <span className="recent-title" lang={guessLanguage(title)}>
        {title}
      </span>
      <span className="recent-facts">
        <span className={`state ${task.status}`}>{activity(task.current_step)}</span>
        <time dateTime={task.created_at}>{momentOf(task.created_at)}</time>
      </span>
    </TaskLink>
  );
}
