import { useEffect, useMemo, useState } from 'react';
import type { ListedTask } from 'roadmap-task-progress';
import { failureOf } from '../shared/failure.ts';
import { Heading } from '../shared/heading.tsx';
import { Spoken } from '../shared/spoken.tsx';
import { useDraft } from '../shared/use-draft.ts';
import { useWords } from '../words/language.ts';
import { allTasks, TaskFilter, taskWishes } from './task-filter.tsx';
import { TaskRows } from './task-rows.tsx';
import { useTasks } from './use-tasks.ts';
import '../styles/tasks.css';

/** All tasks that the caller may see. */
export function TasksPage() {
  const words = useWords();
  const { site, tasks: said, errors } = words;
  const [wishes, setWishes] = useDraft('tasks', taskWishes, allTasks);
  const { status, kind } = wishes;
  const filter = useMemo(() => ({ ...(status !== '' && { status }), ...(kind !== '' && { kind }) }), [status, kind]);
  const { tasks, failure, older, readOlder, hasOlder } = useTasks(filter);
  const kinds = useKinds(tasks, kind);
  const search = wishes.search.trim().toLowerCase();
  const found = useMemo(() => tasks?.filter((task) => fits(task, search)), [tasks, search]);
  const isFiltered = status !== '' || kind !== '' || search !== '';

  useEffect(() => {
    document.title = `${said.heading} · ${site.name}`;
  }, [said, site]);

  return (
    <div className="tasks">
      <Heading>{said.heading}</Heading>
      <p className="lead">{said.lead}</p>
      <TaskFilter wishes={wishes} kinds={kinds} onChange={(part) => setWishes({ ...wishes, ...part })} />
      {failure !== undefined && (
        <p className="alert bad" role="status">
          <Spoken said={failureOf(failure, words)} /> {errors.mayBeOld}
        </p>
      )}
      <p className="hint" role="status">
        {found === undefined ? said.loading : found.length > 0 ? said.shown(found.length) : isFiltered ? said.noneFits : said.none}
      </p>
      {found !== undefined && found.length > 0 && <TaskRows tasks={found} label={said.heading} />}
      {older !== 'none' && (
        <button className="button" disabled={older === 'reading'} onClick={readOlder}>
          {older === 'reading' ? said.readingOlder : older === 'failed' ? said.olderAgain : said.older}
        </button>
      )}
      {hasOlder && <p className="hint">{said.olderNote}</p>}
    </div>
  );
}

const fits = ({ title, task_id: id }: ListedTask, search: string): boolean =>
  search === '' || id.toLowerCase().includes(search) || (title?.toLowerCase().includes(search) ?? false);

/** The kinds that were seen: a list of one kind has no others. */
function useKinds(tasks: readonly ListedTask[] | undefined, chosen: string): readonly string[] {
  const [seen, setSeen] = useState<readonly string[]>([]);
  const all = [...new Set([...seen, ...(chosen === '' ? [] : [chosen]), ...(tasks ?? []).map((task) => task.kind)])].sort();
  if (all.length !== seen.length) setSeen(all);
  return all;
}
