import { useId } from 'react';
import { ContractLimits, type TaskRunStatus } from 'roadmap-task-progress';
import { having, oneOf, text, type Of } from '../kept/forms.ts';
import { find, readable } from '../shared/text.ts';
import { useWords } from '../words/language.ts';

const statuses: readonly TaskRunStatus[] = ['pending', 'processing', 'human_review_pending', 'completed', 'failed', 'cancelled'];

export const taskWishes = having({ status: oneOf<TaskRunStatus | ''>(['', ...statuses]), kind: text, owner: text, search: text });
export type TaskWishes = Of<typeof taskWishes>;

export const allTasks: TaskWishes = { status: '', kind: '', owner: '', search: '' };

interface TaskFilterProps {
  readonly wishes: TaskWishes;
  readonly kinds: readonly string[];
  /** Those that were seen; undefined for who sees those of nobody else. */
  readonly owners: readonly string[] | undefined;
  readonly onChange: (part: Partial<TaskWishes>) => void;
}

export function TaskFilter({ wishes, kinds, owners, onChange }: TaskFilterProps) {
  const id = useId();
  const { task, tasks } = useWords();
  return (
    <form
      className={owners === undefined ? 'task-filter' : 'task-filter has-owner'}
      role="search"
      aria-label={tasks.filter}
      onSubmit={(event) => event.preventDefault()}
    >
      <div className="field">
        <label htmlFor={`${id}-search`}>{tasks.search}</label>
        <input
          id={`${id}-search`}
          type="search"
          maxLength={ContractLimits.searchLength}
          value={wishes.search}
          onChange={(event) => onChange({ search: event.target.value })}
        />
      </div>
      <div className="field">
        <label htmlFor={`${id}-status`}>{tasks.state}</label>
        <select
          id={`${id}-status`}
          value={wishes.status}
          onChange={(event) => onChange({ status: event.target.value as TaskWishes['status'] })}
        >
          <option value="">{tasks.anyState}</option>
          {statuses.map((status) => (
            <option key={status} value={status}>
              {task.statuses[status]}
            </option>
          ))}
        </select>
      </div>
      <div className="field">
        <label htmlFor={`${id}-kind`}>{tasks.kind}</label>
        <select id={`${id}-kind`} value={wishes.kind} onChange={(event) => onChange({ kind: event.target.value })}>
          <option value="">{tasks.anyKind}</option>
          {kinds.map((kind) => {
            const said = find(task.kinds, kind);
            return (
              <option key={kind} value={kind} lang={said === undefined ? 'en' : undefined}>
                {said ?? readable(kind).text}
              </option>
            );
          })}
        </select>
      </div>
      {owners !== undefined && (
        <div className="field">
          <label htmlFor={`${id}-owner`}>{tasks.owner}</label>
          <input
            id={`${id}-owner`}
            list={`${id}-owners`}
            maxLength={ContractLimits.idLength}
            autoComplete="off"
            placeholder={tasks.anyOwner}
            value={wishes.owner}
            onChange={(event) => onChange({ owner: event.target.value })}
          />
          <datalist id={`${id}-owners`}>
            {owners.map((owner) => (
              <option key={owner} value={owner} />
            ))}
          </datalist>
        </div>
      )}
    </form>
  );
}
