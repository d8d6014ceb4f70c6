import { useId, useState } from 'react';
import { ContractLimits, Routes, type ReviewBody } from 'roadmap-task-progress';
import { FailureNote } from '../shared/failure-note.tsx';
import { guessLanguage } from '../shared/text.ts';
import { useCommand } from '../shared/use-command.ts';
import type { TaskModel } from '../task/task-model.ts';
import { useWords } from '../words/language.ts';

/** A worker that waits for a person's word. */
export function WorkerReview({ taskId, model }: { taskId: string; model: TaskModel }) {
  const { watch } = useWords();
  const id = useId();
  const command = useCommand();
  const [feedback, setFeedback] = useState('');
  const written = feedback.trim() !== '';
  const busy = command.sending || model.pendingCommand !== undefined;
  const send = (body: ReviewBody) => void command.send(Routes.approveRoadmap(taskId), body);
  return (
    <section className="review" aria-labelledby={`${id}-heading`}>
      <h2 id={`${id}-heading`}>{watch.reviewQuestion}</h2>
      <label htmlFor={id}>{watch.reviewFeedback}</label>
      <textarea
        id={id}
        rows={2}
        maxLength={ContractLimits.detailLength}
        value={feedback}
        lang={guessLanguage(feedback)}
        onChange={(event) => setFeedback(event.target.value)}
      />
      <div className="actions">
        <button className="button primary" disabled={busy || written} onClick={() => send({ approved: true })}>
          {watch.reviewApprove}
        </button>
        <button className="button" disabled={busy || !written} onClick={() => send({ approved: false, feedback: feedback.trim() })}>
          {watch.reviewReject}
        </button>
      </div>
      <FailureNote error={command.failure} className="alert bad" />
    </section>
  );
}
