import { useEffect, useRef, useState, type FormEvent } from 'react';
import { Routes, TaskProgressError, type GenerateRoadmapReply } from 'roadmap-task-progress';
import { post } from '../shared/api.ts';
import { FailureNote } from '../shared/failure-note.tsx';
import { goTo } from '../shared/route.ts';
import { guessLanguage } from '../shared/text.ts';
import { useDraft } from '../shared/use-draft.ts';
import { useWords } from '../words/language.ts';
import { Field } from './field.tsx';
import { bodyOf, emptyDraft, errorsOf, goalDraft, newTaskId, type FormErrors, type GoalDraft, type GoalField } from './goal-request.ts';
import { LevelChoice } from './level-choice.tsx';

const noErrors: FormErrors = { fields: new Set(), others: false };

export function GoalForm() {
  const [draft, setDraft, forgetDraft] = useDraft('goal', goalDraft, emptyDraft);
  const [errors, setErrors] = useState(noErrors);
  const [failure, setFailure] = useState<unknown>();
  const [sending, setSending] = useState(false);
  const { start } = useWords();
  const form = useRef<HTMLFormElement>(null);
  // The same request again, after an answer that was lost, is the same task and not a second one.
  const sent = useRef<{ draft: GoalDraft; taskId: string }>(undefined);

  const change = (part: Partial<GoalDraft>) => setDraft({ ...draft, ...part });

  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (sending) return;
    setSending(true);
    setErrors(noErrors);
    setFailure(undefined);
    if (sent.current?.draft !== draft) sent.current = { draft, taskId: newTaskId() };
    try {
      const reply = await post<GenerateRoadmapReply>(Routes.generateRoadmap, bodyOf(draft, sent.current.taskId));
      forgetDraft();
      goTo({ view: 'task', taskId: reply.task_id });
    } catch (error) {
      showErrors(error);
      setSending(false);
    }
  };

  const showErrors = (error: unknown) => {
    const found = errorsOf((error instanceof TaskProgressError && error.problem?.errors) || []);
    setErrors(found);
    if (found.fields.size === 0 || found.others) setFailure(error);
  };

  const errorAt = (field: GoalField, words: string) => (errors.fields.has(field) ? words : undefined);

  useEffect(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus(), [errors]);

  return (
    <form ref={form} className="goal-form" noValidate onSubmit={(event) => void send(event)}>
      <Field label={start.goal} error={errorAt('goal', start.goalMissing)}>
        {(control) => (
          <textarea
            {...control}
            rows={3}
            value={draft.goal}
            lang={guessLanguage(draft.goal)}
            placeholder={start.goalExample}
            onChange={(event) => change({ goal: event.target.value })}
          />
        )}
      </Field>
      <ul className="examples" aria-label={start.goalExamples}>
        {start.examples.map((example) => (
          <li key={example}>
            <button type="button" className="chip" lang={guessLanguage(example)} onClick={() => change({ goal: example })}>
              {example}
            </button>
          </li>
        ))}
      </ul>
      <LevelChoice value={draft.level} error={errorAt('level', start.levelMissing)} onChange={(level) => change({ level })} />
      <div className="field-row">
        <Field label={start.hours} error={errorAt('hours', start.hoursWrong)}>
          {(control) => (
            <input
              {...control}
              type="number"
              inputMode="decimal"
              min="1"
              max="168"
              step="any"
              value={draft.hours}
              onChange={(event) => change({ hours: event.target.value })}
            />
          )}
        </Field>
        <Field label={start.deadline} optional error={errorAt('deadline', start.deadlineWrong)}>
          {(control) => (
            <input {...control} type="date" value={draft.deadline} onChange={(event) => change({ deadline: event.target.value })} />
          )}
        </Field>
      </div>
      <label className="switch">
        <input type="checkbox" checked={draft.review} onChange={(event) => change({ review: event.target.checked })} />
        <span>
          <strong>{start.review}</strong>
          <small>{start.reviewHint}</small>
        </span>
      </label>
      <FailureNote error={failure} className="alert bad" />
      <button className="button primary large" disabled={sending}>
        {sending ? start.sending : start.send}
      </button>
    </form>
  );
}
