import type { ListedTask } from 'roadmap-task-progress';
import { useSession } from '../account/session.ts';
import { PageLink } from '../shared/page-link.tsx';
import { ProgressBar } from '../shared/progress-bar.tsx';
import { Spoken } from '../shared/spoken.tsx';
import { find, readable } from '../shared/text.ts';
import { activity, titleOf } from '../task/steps.ts';
import { useWords } from '../words/language.ts';

/** One task, as a link to it. */
export function TaskRow({ task }: { task: ListedTask }) {
  const words = useWords();
  const session = useSession();
  const isOwn = task.owner === undefined || (session.name === 'in' && session.sub === task.owner);
  const { units } = words;
  const title = titleOf(task, words);
  const kind = find(words.task.kinds, task.kind);
  const isWorking = task.status === 'processing' && task.current_step !== 'queued';
  return (
    <PageLink to={{ view: 'task', taskId: task.task_id }} className="task-row">
      <Spoken className="recent-title" said={title} />
      <Spoken className="task-kind" said={kind === undefined ? readable(task.kind) : { text: kind }} />
      <Spoken
        className={`state ${task.status}`}
        said={isWorking ? activity(task.current_step, words) : { text: words.task.statuses[task.status] }}
      />
      <span className="task-progress">
        <ProgressBar label={words.tasks.progressOf(title.text)} status={task.status} percentage={task.percentage} />
        <span>{units.percent(Math.floor(task.percentage))}</span>
      </span>
      <span className="task-facts">
        <time dateTime={task.updated_at}>{words.tasks.changed(units.moment(task.updated_at))}</time>
        {task.attempt > 1 && <span>{words.tasks.attempt(task.attempt)}</span>}
      </span>
      {!isOwn && <span className="task-owner">{words.tasks.ownedBy(task.owner)}</span>}
    </PageLink>
  );
}
