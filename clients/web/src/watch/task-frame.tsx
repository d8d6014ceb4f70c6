import { useEffect, type ReactNode } from 'react';
import { rightsTo } from '../account/links.ts';
import { Journal } from '../log/journal.tsx';
import { Heading } from '../shared/heading.tsx';
import { ProgressBar } from '../shared/progress-bar.tsx';
import { Spoken } from '../shared/spoken.tsx';
import type { Said } from '../shared/text.ts';
import { hasEnded } from '../task/task-model.ts';
import type { WatchedTask } from '../task/use-task.ts';
import { useWords } from '../words/language.ts';
import { CancelButton } from './cancel-button.tsx';
import { LiveStrip } from './live-strip.tsx';
import { useTabProgress } from './use-tab-progress.ts';
import './task-frame.css';

interface TaskFrameProps {
  readonly task: WatchedTask;
  readonly title: Said;
  /** What is going on, in a few words. */
  readonly now: Said;
  /** What the bar is of. */
  readonly whole: string;
  readonly steps: ReactNode;
  /** What stands beside all the rest. */
  readonly aside?: ReactNode;
  /** Of a task that has come to where it was to go: stands in the place of its progress, which is folded away in it. */
  readonly arrival?: ((making: ReactNode) => ReactNode) | undefined;
  readonly children: ReactNode;
}

/** What there is to see of every task, around what there is to see of its kind. */
export function TaskFrame({ task, title, now, whole, steps, aside, arrival, children }: TaskFrameProps) {
  const { model } = task;
  const { site, units, watch } = useWords();
  const ended = hasEnded(model);
  const percentage = Math.floor(model.percentage);
  useTabProgress(percentage, ended);

  useEffect(() => {
    document.title = ended ? `${title.text} · ${site.name}` : `${units.percent(percentage)} · ${title.text}`;
  }, [title.text, percentage, ended, site, units]);

  const journal = <Journal model={model} onReadEarlier={task.readEarlier} />;
  const progress = (
    <>
      <p className="task-now">
        <span className={`state ${model.status}`} aria-live="polite">
          <Spoken said={model.pendingCommand?.command === 'cancel' ? { text: watch.cancelling } : now} />
        </span>
        {model.attempt > 1 && <span className="muted">{watch.attempt(model.attempt)}</span>}
        <span className="percentage">{units.percent(percentage)}</span>
      </p>
      <ProgressBar label={whole} status={model.status} percentage={model.percentage} />
      <LiveStrip
        model={model}
        watch={task.watch}
        clockAheadMs={task.clockAheadMs}
        mayReview={rightsTo(task.taskId).review}
      />
      <p className="visually-hidden" role="status">
        {ended || percentage < 10 ? '' : watch.percentSpoken(Math.floor(percentage / 10) * 10)}
      </p>
      {steps}
    </>
  );

  return (
    <>
      <section className="task-heading" aria-label={watch.progress}>
        <div className="task-title">
          <Heading lang={title.lang}>{title.text}</Heading>
          {!ended && <CancelButton taskId={task.taskId} pending={model.pendingCommand?.command === 'cancel'} />}
        </div>
        {arrival === undefined
          ? progress
          : arrival(
              <>
                {progress}
                {journal}
              </>,
            )}
      </section>
      <div className={ended ? 'watch-body ended' : 'watch-body'}>
        <div className="watch-main">{children}</div>
        {(aside !== undefined || arrival === undefined) && (
          <div className="watch-side">
            {aside}
            {arrival === undefined && journal}
          </div>
        )}
      </div>
    </>
  );
}
