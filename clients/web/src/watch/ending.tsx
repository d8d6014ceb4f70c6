import type { ReactNode } from 'react';
import { Routes } from 'roadmap-task-progress';
import { rightsTo } from '../account/links.ts';
import { FailureNote } from '../shared/failure-note.tsx';
import { Spoken } from '../shared/spoken.tsx';
import { useCommand } from '../shared/use-command.ts';
import { reasonOf } from '../task/journal.ts';
import { canRetry, type TaskModel } from '../task/task-model.ts';
import { useWords } from '../words/language.ts';

interface EndingProps {
  readonly taskId: string;
  readonly model: TaskModel;
  /** What there is to say of a cancelled one. */
  readonly children?: ReactNode;
}

/** A task that failed or was cancelled: why, and the way on where there is one. */
export function Ending({ taskId, model, children }: EndingProps) {
  const words = useWords();
  const { watch } = words;
  if (model.status !== 'failed' && model.status !== 'cancelled') return null;
  const failed = model.status === 'failed';
  const reason = failed ? reasonOf(model, words) : undefined;
  return (
    <section className={`ending ${model.status}`} aria-label={watch.whatHappened}>
      <h2>{failed ? watch.couldNotFinish : watch.wasCancelled}</h2>
      {reason !== undefined && (
        <p>
          <Spoken said={reason} />
        </p>
      )}
      {!failed && children}
      {canRetry(model) && <RetryButton taskId={taskId} label={failed ? watch.tryAgain : watch.startAgain} />}
    </section>
  );
}

export function RetryButton({ taskId, label }: { taskId: string; label: string }) {
  const command = useCommand();
  if (!rightsTo(taskId).control) return null;
  return (
    <>
      <button className="button primary" disabled={command.sending} onClick={() => void command.send(Routes.retryRoadmap(taskId))}>
        {label}
      </button>
      <FailureNote error={command.failure} />
    </>
  );
}
