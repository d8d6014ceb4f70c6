import { useEffect, useId, useRef, useState, type FormEvent } from 'react';
import { ContractLimits, Routes, type ReviewBody, type RoadmapDocument } from 'roadmap-task-progress';
import { rightsTo } from '../account/links.ts';
import { text } from '../kept/forms.ts';
import type { PlanChanges } from '../roadmap/plan-changes.ts';
import { FailureNote } from '../shared/failure-note.tsx';
import { guessLanguage } from '../shared/text.ts';
import { useCommand } from '../shared/use-command.ts';
import { useDraft } from '../shared/use-draft.ts';
import type { TaskModel } from '../task/task-model.ts';
import { useWords } from '../words/language.ts';
import { FeedbackPreview } from './feedback-preview.tsx';
import { FinishBy } from './finish-by.tsx';
import { ReviewOutcome } from './plan-notices.tsx';
import { usePreview } from './use-preview.ts';
import './review.css';

/** Where feedback stays while it is being written, also when the plan is decided on meanwhile. */
export const feedbackKey = (taskId: string, round: number): string => `feedback:${taskId}:${round}`;

/** Words that something else on the page puts into the reviewer's mouth, alone or after what is there. */
export interface Asked {
  readonly feedback: string;
  readonly isMore: boolean;
}

interface ReviewPanelProps {
  readonly taskId: string;
  readonly model: TaskModel;
  readonly roadmap: RoadmapDocument | undefined;
  readonly changes: PlanChanges | undefined;
  readonly asked: Asked | undefined;
}

/** Where a plan is decided on. It stays in sight at the bottom, wherever in the plan its reader is. */
export function ReviewPanel({ taskId, model, roadmap, changes, asked }: ReviewPanelProps) {
  const { account, making } = useWords();
  const pending = model.pendingCommand;
  const editing = model.step === 'roadmap_edit' || model.subStatus === 'editing' || pending?.command === 'reject';
  return (
    <section className="review" aria-labelledby="review-heading">
      {editing ? (
        <div className="review-said">
          <h2 id="review-heading">{making.planEdited}</h2>
          <p>{making.planEditedLead}</p>
          {model.feedback !== undefined && <blockquote lang={guessLanguage(model.feedback)}>{model.feedback}</blockquote>}
        </div>
      ) : pending?.command === 'approve' ? (
        <h2 id="review-heading">{making.approved}</h2>
      ) : !rightsTo(taskId).review ? (
        <h2 id="review-heading">{account.reviewIsOthers}</h2>
      ) : (
        <>
          {roadmap?.review !== undefined && <ReviewOutcome review={roadmap.review} changes={changes} language={roadmap.language} />}
          <ReviewForm key={model.reviewRound} taskId={taskId} round={model.reviewRound} roadmap={roadmap} asked={asked} />
        </>
      )}
    </section>
  );
}

interface ReviewFormProps extends Pick<ReviewPanelProps, 'taskId' | 'roadmap' | 'asked'> {
  readonly round: number;
}

function ReviewForm({ taskId, round, roadmap, asked }: ReviewFormProps) {
  const id = useId();
  const { making } = useWords();
  // The answer to a review may come after the edited plan: what was typed in one round must not turn up in the next.
  const [feedback, setFeedback, forgetFeedback] = useDraft(feedbackKey(taskId, round), text, '');
  const [sent, setSent] = useState(false);
  const command = useCommand();
  const busy = command.sending || sent;
  const written = feedback.trim() !== '';
  const preview = usePreview(taskId, busy ? '' : feedback.trim());

  const review = async (body: ReviewBody) => {
    if (!(await command.send(Routes.approveRoadmap(taskId), body))) return;
    setSent(true);
    forgetFeedback();
  };

  const sendBack = (event: FormEvent) => {
    event.preventDefault();
    if (!busy && written) void review({ approved: false, feedback: feedback.trim() });
  };

  const add = (part: string) => setFeedback(written ? making.list([feedback.trim(), part]) : part);

  const field = useRef<HTMLTextAreaElement>(null);
  const addAndWriteOn = (part: string) => {
    add(part);
    field.current?.focus();
  };

  // What was asked for in an earlier round is over.
  const seen = useRef(asked);
  useEffect(() => {
    if (asked === undefined || asked === seen.current) return;
    seen.current = asked;
    if (asked.isMore) add(asked.feedback);
    else setFeedback(asked.feedback);
  });

  return (
    <>
      {command.failure !== undefined && (
        <div>
          <FailureNote error={command.failure} className="alert bad" />
        </div>
      )}
      {written && preview !== undefined && <FeedbackPreview preview={preview} roadmap={roadmap} />}
      {written && <p className="hint">{making.clearToApprove}</p>}
      <div className="review-top">
        <h2 id="review-heading">{making.question}</h2>
        <div className="quick" role="group" aria-label={making.suggestions}>
          {making.quick.map((part) => (
            <button key={part} type="button" className="chip" disabled={busy} onClick={() => add(part)}>
              {part}
            </button>
          ))}
          <FinishBy disabled={busy} onAsk={addAndWriteOn} />
          <button type="button" className="chip" disabled={busy} onClick={() => addAndWriteOn(making.add)}>
            {making.addTopic}
          </button>
        </div>
      </div>
      <form className="review-bar" onSubmit={sendBack}>
        <label htmlFor={id} className="visually-hidden">
          {making.feedback}
        </label>
        <textarea
          ref={field}
          id={id}
          rows={1}
          maxLength={ContractLimits.detailLength}
          value={feedback}
          placeholder={making.feedbackExample}
          lang={guessLanguage(feedback)}
          onChange={(event) => setFeedback(event.target.value)}
        />
        <button className="button" disabled={busy || !written}>
          {making.sendBack}
        </button>
        <button type="button" className="button primary" disabled={busy || written} onClick={() => void review({ approved: true })}>
          {making.approve}
        </button>
      </form>
    </>
  );
}
