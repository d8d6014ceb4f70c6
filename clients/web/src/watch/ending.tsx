import type { ReactNode } from 'react';
import { Routes } from 'roadmap-task-progress';
import { rightsTo } from '../account/links.ts';
import { FailureNote } from '../shared/failure-note.tsx';
import { PageLink } from '../shared/page-link.tsx';
import { start } from '../shared/route.ts';
import { Spoken } from '../shared/spoken.tsx';
import { useCommand } from '../shared/use-command.ts';
import { reasonOf } from '../task/journal.ts';
import { sayReasons } from '../task/reasons.ts';
import { placeName } from '../task/steps.ts';
import { canRetry, isRoadmap, type TaskModel } from '../task/task-model.ts';
import { useWords } from '../words/language.ts';
import { Attempts } from './attempts.tsx';
import './ending.css';

interface EndingProps {
  readonly taskId: string;
  readonly model: TaskModel;
  /** What there is to say of a cancelled one. */
  readonly children?: ReactNode;
}

/** A task that failed or was cancelled: why, what was tried, and the way on where there is one. */
export function Ending({ taskId, model, children }: EndingProps) {
  const words = useWords();
  const { watch } = words;
  if (model.status !== 'failed' && model.status !== 'cancelled') return null;
  const failed = model.status === 'failed';
  return (
    <section className={`ending ${model.status}`} aria-label={watch.whatHappened}>
      <h2>{failed ? watch.couldNotFinish : watch.wasCancelled}</h2>
      {failed ? <Failure taskId={taskId} model={model} /> : children}
      {canRetry(model) && <RetryButton taskId={taskId} label={failed ? watch.tryAgain : watch.startAgain} />}
    </section>
  );
}

function Failure({ taskId, model }: { taskId: string; model: TaskModel }) {
  const words = useWords();
  const { failure } = words;
  const reason = reasonOf(model, words);
  const failed = model.failure?.type === 'failed' ? model.failure : undefined;
  const details = sayReasons(failed?.error_detail, failed?.error_reasons, words);
  return (
    <>
      {reason !== undefined && (
        <p>
          <Spoken said={reason} />
        </p>
      )}
      {details.map((detail, index) => (
        <p key={index}>
          {index === 0 && `${failure.details}: `}
          <Spoken said={detail} />
        </p>
      ))}
      <p>
        {failure.stoppedAt}: <Spoken said={placeName(model.place, words)} />
      </p>
      <Attempts model={model} />
      <h3>{failure.canDo}</h3>
      {!canRetry(model) ? (
        <p>{failure.byWorker}</p>
      ) : !rightsTo(taskId).control ? (
        <p>{failure.byOwner}</p>
      ) : (
        <p>
          {failure.tryAgain} {isRoadmap(model) && <PageLink to={start}>{failure.startOver}</PageLink>}
        </p>
      )}
    </>
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
