import { useMemo, useSyncExternalStore } from 'react';
import { TaskLink } from '../shared/task-link.tsx';
import { guessLanguage, momentOf } from '../shared/text.ts';
import type { ListedTask } from 'roadmap-task-progress';
import { activity } from '../task/steps.ts';
import { RecentStore } from './recent-store.ts';

export function RecentTasks() {
  const store = useMemo(() => new RecentStore(), []);
  const { tasks, failure } = useSyncExternalStore(store.subscribe, store.view);

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

function RecentTask({ task }: { task: ListedTask }) {
  const title = task.title ?? 'Untitled roadmap';
  return (
    <TaskLink taskId={task.task_id} className="recent-task">
      <span className="recent-title" lang={guessLanguage(title)}>
        {title}
      </span>
      <span className="recent-facts">
        <span className={`state ${task.status}`}>{activity(task.current_step)}</span>
        {task.status === 'processing' && <span>{Math.floor(task.percentage)} %</span>}
        <time dateTime={task.created_at}>{momentOf(task.created_at)}</time>
      </span>
    </TaskLink>
  );
}
