import { useMemo, useSyncExternalStore } from 'react';
import { TaskKinds, type ListedTask } from 'roadmap-task-progress';
import { failureOf } from '../shared/failure.ts';
import { LiveTasks } from '../shared/live-tasks.ts';
import { PageLink } from '../shared/page-link.tsx';
import { Spoken } from '../shared/spoken.tsx';
import { activity, titleOf } from '../task/steps.ts';
import { useWords } from '../words/language.ts';

const shownAtMost = 10;

export function RecentTasks() {
  const store = useMemo(() => new LiveTasks({ kind: TaskKinds.roadmapGeneration }, shownAtMost), []);
  const { tasks, failure } = useSyncExternalStore(store.subscribe, store.view);
  const words = useWords();
  const { start, errors } = words;

  return (
    <section className="recent" aria-labelledby="recent-heading">
      <h2 id="recent-heading">{start.recent}</h2>
      {failure !== undefined && (
        <p className="muted">
          <Spoken said={failureOf(failure, words)} /> {errors.mayBeOld}
        </p>
      )}
      {tasks?.length === 0 && <p className="muted">{start.recentNone}</p>}
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
  const words = useWords();
  return (
    <PageLink to={{ view: 'task', taskId: task.task_id }} className="recent-task">
      <Spoken className="recent-title" said={titleOf(task, words)} />
      <span className="recent-facts">
        <Spoken className={`state ${task.status}`} said={activity(task.current_step, words)} />
        {task.status === 'processing' && <span>{words.units.percent(Math.floor(task.percentage))}</span>}
        <time dateTime={task.created_at}>{words.units.moment(task.created_at)}</time>
      </span>
    </PageLink>
  );
}
