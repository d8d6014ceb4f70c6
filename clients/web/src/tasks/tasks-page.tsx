import { useEffect, useMemo, useState } from 'react';
import type { ListedTask } from 'roadmap-task-progress';
import { useSession } from '../account/session.ts';
import { failureOf } from '../shared/failure.ts';
import { Heading } from '../shared/heading.tsx';
import { Spoken } from '../shared/spoken.tsx';
import { useDraft } from '../shared/use-draft.ts';
import { useSettled } from '../shared/use-settled.ts';
import { useWords } from '../words/language.ts';
import type { Words } from '../words/words.ts';
import type { Reading } from './older-tasks.ts';
import { finds } from './search.ts';
import { allTasks, TaskFilter, taskWishes } from './task-filter.tsx';
import { TaskRows } from './task-rows.tsx';
import { useTasks } from './use-tasks.ts';
import '../styles/tasks.css';

const pauseMs = 300;

/** All tasks that the caller may see. */
export function TasksPage() {
  const words = useWords();
  const { site, tasks: said, errors } = words;
  const session = useSession();
  const isOperator = session.name === 'open' || (session.name === 'in' && session.isOperator);
  const [wishes, setWishes] = useDraft('tasks', taskWishes, allTasks);
  const { status, kind } = wishes;
  const search = wishes.search.trim();
  const owner = useSettled(isOperator ? wishes.owner.trim() : '', pauseMs);
  const filter = useMemo(
    () => ({ ...(status !== '' && { status }), ...(kind !== '' && { kind }), ...(owner !== '' && { owner }) }),
    [status, kind, owner],
  );
  const { tasks, failure, reading, read } = useTasks(filter, useSettled(search, pauseMs));
  const kinds = useSeen(tasks, (task) => task.kind, kind);
  const owners = useSeen(tasks, (task) => task.owner, '');
  // What is typed counts at once among those that are here.
  const found = useMemo(() => tasks?.filter((task) => finds(task, search)), [tasks, search]);
  const isFiltered = status !== '' || kind !== '' || owner !== '' || search !== '';

  useEffect(() => {
    document.title = `${said.heading} · ${site.name}`;
  }, [said, site]);

  return (
    <div className="tasks">
      <Heading>{said.heading}</Heading>
      <p className="lead">{said.lead}</p>
      <TaskFilter
        wishes={wishes}
        kinds={kinds}
        owners={isOperator ? owners : undefined}
        onChange={(part) => setWishes({ ...wishes, ...part })}
      />
      {failure !== undefined && (
        <p className="alert bad" role="status">
          <Spoken said={failureOf(failure, words)} /> {errors.mayBeOld}
        </p>
      )}
      <p className="hint" role="status">
        {found === undefined ? said.loading : search === '' ? shown(found.length, isFiltered, said) : searched(found.length, reading, said)}
      </p>
      {found !== undefined && found.length > 0 && <TaskRows tasks={found} label={said.heading} />}
      {reading !== 'done' && (
        <button className="button" disabled={reading === 'reading'} onClick={read}>
          {search === '' ? more[reading](said) : moreFound[reading](said)}
        </button>
      )}
    </div>
  );
}

const more: Record<Exclude<Reading, 'done'>, (said: Words['tasks']) => string> = {
  unread: (said) => said.older,
  reading: (said) => said.readingOlder,
  failed: (said) => said.olderAgain,
};

const moreFound: Record<Exclude<Reading, 'done'>, (said: Words['tasks']) => string> = {
  unread: (said) => said.searchOn,
  reading: (said) => said.searching,
  failed: (said) => said.searchAgain,
};

const shown = (count: number, isFiltered: boolean, said: Words['tasks']): string =>
  count > 0 ? said.shown(count) : isFiltered ? said.noneFits : said.none;

function searched(count: number, reading: Reading, said: Words['tasks']): string {
  if (reading === 'done') return count > 0 ? said.searchedAll(count) : said.noneFits;
  return reading === 'reading' ? said.foundSoFar(count, said.searching) : said.foundSoFar(count, '');
}

/** The kinds or the owners that were seen: a list of one has no others. */
function useSeen(
  tasks: readonly ListedTask[] | undefined,
  of: (task: ListedTask) => string | undefined,
  chosen: string,
): readonly string[] {
  const [seen, setSeen] = useState<readonly string[]>([]);
  const named = [chosen, ...(tasks ?? []).map(of)].filter((name) => name !== undefined && name !== '') as string[];
  const all = [...new Set([...seen, ...named])].sort();
  if (all.length !== seen.length) setSeen(all);
  return all;
}
