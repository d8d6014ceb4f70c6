import { useId, useState } from 'react';
import { ContractLimits, Routes, type ReviewBody, type RoadmapDocument } from 'roadmap-task-progress';
import { guessLanguage } from '../shared/text.ts';
import { useDraft } from '../shared/use-draft.ts';
import type { TaskModel } from '../task/task-model.ts';
import { FeedbackPreview } from './feedback-preview.tsx';
import { PlanDoubts, ReviewOutcome } from './plan-notices.tsx';
import { useCommand } from './use-command.ts';
import { usePreview } from './use-preview.ts';

interface ReviewPanelProps {
  readonly taskId: string;
  readonly model: TaskModel;
  readonly roadmap: RoadmapDocument | undefined;
}

export function ReviewPanel({ taskId, model, roadmap }: ReviewPanelProps) {
  const pending = model.pendingCommand;
  const editing = model.step === 'roadmap_edit' || model.subStatus === 'editing' || pending?.command === 'reject';
  return (
    <section className="review" aria-labelledby="review-heading">
      {editing ? (
        <>
          <h2 id="review-heading">The plan is being edited</h2>
          <p>Your feedback is being worked in. The edited plan comes back for another look.</p>
          {model.feedback !== undefined && <blockquote lang={guessLanguage(model.feedback)}>{model.feedback}</blockquote>}
        </>
      ) : pending?.command === 'approve' ? (
        <h2 id="review-heading">Approved. The content is about to be written.</h2>
      ) : (
        <ReviewForm key={model.reviewRound} taskId={taskId} round={model.reviewRound} roadmap={roadmap} />
      )}
    </section>
  );
}

function ReviewForm({ taskId, round, roadmap }: { taskId: string; round: number; roadmap: RoadmapDocument | undefined }) {
  const id = useId();
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
      <h2 id="review-heading">Is this the plan you want?</h2>
      {roadmap !== undefined && <PlanDoubts roadmap={roadmap} onAsk={setFeedback} />}
      {roadmap?.review !== undefined && <ReviewOutcome review={roadmap.review} language={roadmap.language} />}
      <p>
        Read it below. Approve it, or say what should be different: shorter, more practice, 3 hours a week, done by a date, one thing
        instead of another, or what you know already.
      </p>
      <label htmlFor={id}>What should be different?</label>
      <textarea
        id={id}
        rows={2}
        maxLength={ContractLimits.detailLength}
        value={feedback}
        placeholder="More practice, and leave out Docker"
        onChange={(event) => setFeedback(event.target.value)}
      />
      {written && preview !== undefined && <FeedbackPreview preview={preview} roadmap={roadmap} />}
      <div className="actions">
        <button className="button primary" disabled={busy || written} onClick={() => void review({ approved: true })}>
          Approve the plan
        </button>
        <button className="button" disabled={busy || !written} onClick={() => void review({ approved: false, feedback: feedback.trim() })}>
          Send it back
        </button>
        <p className="hint">{written ? 'To approve it as it is, clear the text.' : 'To send it back, write what should be different.'}</p>
      </div>
      {command.failure !== undefined && (
        <p className="alert bad" role="alert">
          {command.failure}
        </p>
      )}
    </>
  );
}
