import { useId, useState } from 'react';
import { ContractLimits, Routes, type ReviewBody, type RoadmapDocument } from 'roadmap-task-progress';
import { FailureNote } from '../shared/failure-note.tsx';
import { guessLanguage } from '../shared/text.ts';
import { useCommand } from '../shared/use-command.ts';
import { useDraft } from '../shared/use-draft.ts';
import type { TaskModel } from '../task/task-model.ts';
import { useWords } from '../words/language.ts';
import { FeedbackPreview } from './feedback-preview.tsx';
import { PlanDoubts, ReviewOutcome } from './plan-notices.tsx';
import { usePreview } from './use-preview.ts';

interface ReviewPanelProps {
  readonly taskId: string;
  readonly model: TaskModel;
  readonly roadmap: RoadmapDocument | undefined;
}

export function ReviewPanel({ taskId, model, roadmap }: ReviewPanelProps) {
  const { making } = useWords();
  const pending = model.pendingCommand;
  const editing = model.step === 'roadmap_edit' || model.subStatus === 'editing' || pending?.command === 'reject';
  return (
    <section className="review" aria-labelledby="review-heading">
      {editing ? (
        <>
          <h2 id="review-heading">{making.planEdited}</h2>
          <p>{making.planEditedLead}</p>
          {model.feedback !== undefined && <blockquote lang={guessLanguage(model.feedback)}>{model.feedback}</blockquote>}
        </>
      ) : pending?.command === 'approve' ? (
        <h2 id="review-heading">{making.approved}</h2>
      ) : (
        <ReviewForm key={model.reviewRound} taskId={taskId} round={model.reviewRound} roadmap={roadmap} />
      )}
    </section>
  );
}

function ReviewForm({ taskId, round, roadmap }: { taskId: string; round: number; roadmap: RoadmapDocument | undefined }) {
  const id = useId();
  const { making } = useWords();
  // The answer to a review may come after the edited plan: what was typed in one round must not turn up in the next.
  const [feedback, setFeedback, forgetFeedback] = useDraft(`feedback:${taskId}:${round}`, '');
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

  return (
    <>
      <h2 id="review-heading">{making.question}</h2>
      {roadmap !== undefined && <PlanDoubts roadmap={roadmap} onAsk={setFeedback} />}
      {roadmap?.review !== undefined && <ReviewOutcome review={roadmap.review} language={roadmap.language} />}
      <p>{making.questionLead}</p>
      <label htmlFor={id}>{making.feedback}</label>
      <textarea
        id={id}
        rows={2}
        maxLength={ContractLimits.detailLength}
        value={feedback}
        placeholder={making.feedbackExample}
        lang={guessLanguage(feedback)}
        onChange={(event) => setFeedback(event.target.value)}
      />
      {written && preview !== undefined && <FeedbackPreview preview={preview} roadmap={roadmap} />}
      <div className="actions">
        <button className="button primary" disabled={busy || written} onClick={() => void review({ approved: true })}>
          {making.approve}
        </button>
        <button className="button" disabled={busy || !written} onClick={() => void review({ approved: false, feedback: feedback.trim() })}>
          {making.sendBack}
        </button>
        <p className="hint">{written ? making.clearToApprove : making.writeToSendBack}</p>
      </div>
      <FailureNote error={command.failure} className="alert bad" />
    </>
  );
}
