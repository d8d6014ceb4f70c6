import { useEffect, useRef, useState, type FormEvent } from 'react';
import { Routes, TaskProgressError, type GenerateRoadmapReply } from 'roadmap-task-progress';
import { post } from '../shared/api.ts';
import { goTo } from '../shared/route.ts';
import { guessLanguage } from '../shared/text.ts';
import { useDraft } from '../shared/use-draft.ts';
import { Field } from './field.tsx';
import { bodyOf, emptyDraft, errorsOf, newTaskId, type FormErrors, type GoalDraft } from './goal-request.ts';
import { LevelChoice } from './level-choice.tsx';

const examples = ['Become a backend engineer with Python', 'Build accessible front ends', '学习 Rust 系统编程'];
const noErrors: FormErrors = { byField: {}, others: [] };

export function GoalForm() {
  const [draft, setDraft, forgetDraft] = useDraft('goal', emptyDraft);
  const [errors, setErrors] = useState(noErrors);
  const [failure, setFailure] = useState<string>();
  const [sending, setSending] = useState(false);
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
      goTo(reply.task_id);
    } catch (error) {
      showErrors(error);
      setSending(false);
    }
  };

  const showErrors = (error: unknown) => {
    const found = errorsOf((error instanceof TaskProgressError && error.problem?.errors) || []);
    setErrors(found);
    if (Object.keys(found.byField).length === 0 || found.others.length > 0)
      setFailure([error instanceof Error ? error.message : 'The request failed.', ...found.others].join(' '));
  };

  useEffect(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus(), [errors]);

  return (
    <form ref={form} className="goal-form" noValidate onSubmit={(event) => void send(event)}>
      <Field label="Your goal" error={errors.byField.goal}>
        {(control) => (
          <textarea
            {...control}
            rows={3}
            value={draft.goal}
            lang={guessLanguage(draft.goal)}
            placeholder={examples[0]}
            onChange={(event) => change({ goal: event.target.value })}
          />
        )}
      </Field>
      <ul className="examples" aria-label="Examples of goals">
        {examples.map((example) => (
          <li key={example}>
            <button type="button" className="chip" lang={guessLanguage(example)} onClick={() => change({ goal: example })}>
              {example}
            </button>
          </li>
        ))}
      </ul>
      <LevelChoice value={draft.level} error={errors.byField.level} onChange={(level) => change({ level })} />
      <div className="field-row">
        <Field label="Hours a week" error={errors.byField.hours}>
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
        <Field label="Deadline" optional error={errors.byField.deadline}>
          {(control) => (
            <input {...control} type="date" value={draft.deadline} onChange={(event) => change({ deadline: event.target.value })} />
          )}
        </Field>
      </div>
      <label className="switch">
        <input type="checkbox" checked={draft.review} onChange={(event) => change({ review: event.target.checked })} />
        <span>
          <strong>Let me review the plan</strong>
          <small>The content is written when you have approved it.</small>
        </span>
      </label>
      {failure !== undefined && (
        <p className="alert bad" role="alert">
          {failure}
        </p>
      )}
      <button className="button primary large" disabled={sending}>
        {sending ? 'Sending…' : 'Make my roadmap'}
      </button>
    </form>
  );
}
