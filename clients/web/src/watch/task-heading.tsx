import type { ReactNode } from 'react';
import { Heading } from '../shared/heading.tsx';
import { guessLanguage } from '../shared/text.ts';
import { activity } from '../task/steps.ts';
import { hasEnded, isRoadmap, type TaskModel } from '../task/task-model.ts';
import { CancelButton } from './cancel-button.tsx';
import { StepLine } from './step-line.tsx';

interface TaskHeadingProps {
  readonly taskId: string;
  readonly title: string;
  readonly model: TaskModel;
  readonly children: ReactNode;
}

export function TaskHeading({ taskId, title, model, children }: TaskHeadingProps) {
  const percentage = Math.floor(model.percentage);
  return (
    <section className="task-heading" aria-label="Progress">
      <div className="task-title">
        <Heading lang={guessLanguage(title)}>{title}</Heading>
        {!hasEnded(model) && <CancelButton taskId={taskId} pending={model.pendingCommand?.command === 'cancel'} />}
      </div>
      <p className="task-now">
        <span className={`state ${model.status}`} aria-live="polite">
          {now(model)}
        </span>
        {model.attempt > 1 && <span className="muted">Attempt {model.attempt}</span>}
        <span className="percentage">{percentage} %</span>
      </p>
      <div
        className={`bar ${model.status}`}
        role="progressbar"
        aria-label={isRoadmap(model) ? 'The whole roadmap' : 'The whole task'}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percentage}
      >
        <div style={{ inlineSize: `${model.percentage}%` }} />
      </div>
      {children}
      <p className="visually-hidden" role="status">
        {hasEnded(model) || percentage < 10 ? '' : `${Math.floor(percentage / 10) * 10} percent`}
      </p>
      {isRoadmap(model) && <StepLine model={model} />}
    </section>
  );
}

function now(model: TaskModel): string {
  if (model.pendingCommand?.command === 'cancel') return 'Cancelling';
  if (model.step === 'human_review' && (model.subStatus === 'editing' || model.pendingCommand?.command === 'reject'))
    return 'Editing the plan';
  return model.status === 'completed' && !isRoadmap(model) ? 'Completed' : activity(model.step);
}
