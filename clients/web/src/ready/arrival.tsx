import { lazy, Suspense, useState, type ReactNode } from 'react';
import type { RoadmapDocument } from 'roadmap-task-progress';
import { rightsTo } from '../account/links.ts';
import { lastDay, type Progress } from '../learn/progress.ts';
import type { ProgressStore } from '../learn/progress-store.ts';
import { useEventLink } from '../log/use-event-link.ts';
import { dayOf, nextMonday } from '../shared/days.ts';
import { LoadedPart } from '../shared/loaded-part.tsx';
import { fileName, saveFile } from '../shared/save-file.ts';
import { useWords } from '../words/language.ts';
import './ready.css';

const CalendarDialog = lazy(() => import('./calendar-dialog.tsx'));
const ShareDialog = lazy(() => import('./share-dialog.tsx'));

interface ArrivalProps {
  readonly taskId: string;
  readonly roadmap: RoadmapDocument;
  /** Concepts without all of their content. */
  readonly missing: number;
  /** How long it took to make it. */
  readonly took: string | undefined;
  readonly progress: Progress | undefined;
  readonly keep: ProgressStore['keep'];
  /** How it was made, for those who want to know. */
  readonly making: ReactNode;
}

/** A roadmap that is made: how long the way is, and everything that can be done with it. */
export function Arrival({ taskId, roadmap, missing, took, progress, keep, making }: ArrivalProps) {
  const words = useWords();
  const { ready, units } = words;
  const [dialog, setDialog] = useState<'calendar' | 'share'>();
  // A link to an event leads into the log, which is folded away.
  const linkedEvent = useEventLink();
  const today = dayOf(new Date());
  const begin = nextMonday(today);
  const close = () => setDialog(undefined);
  const saveMarkdown = async () => {
    const { markdownOf } = await import('./roadmap-markdown.ts');
    saveFile(fileName(roadmap.title, 'md'), 'text/markdown', markdownOf(roadmap, words));
  };

  return (
    <div className="arrival">
      <p className="state completed">{missing === 0 ? ready.eyebrow : ready.partly}</p>
      <p className="lead">
        {ready.sentences(
          ready.lead(roadmap.weeks, roadmap.hours_per_week),
          progress === undefined
            ? ready.arrival(units.day(begin), units.day(lastDay(roadmap, begin)))
            : ready.underWay(units.day(lastDay(roadmap, progress.started))),
        )}
      </p>
      <div className="actions" role="group" aria-label={ready.actions}>
        {progress === undefined && (
          <button className="button primary large" onClick={() => keep({ started: today, learnt: [] })}>
            {ready.start}
          </button>
        )}
        {rightsTo(taskId).control && (
          <button className="button" onClick={() => setDialog('share')}>
            {ready.share}
          </button>
        )}
        <button className="button" onClick={() => setDialog('calendar')}>
          {ready.calendar}
        </button>
        <button className="button" onClick={() => void saveMarkdown()}>
          {ready.markdown}
        </button>
        <button className="button" onClick={() => print()}>
          {ready.print}
        </button>
      </div>
      <details className="arrival-making" open={linkedEvent !== undefined}>
        <summary>
          {took !== undefined && `${ready.madeIn(took)} · `}
          <span>{ready.viewLog}</span>
        </summary>
        {making}
      </details>
      <LoadedPart fallback={null} key={dialog}>
        <Suspense>
          {dialog === 'calendar' && <CalendarDialog roadmap={roadmap} started={progress?.started} onClose={close} />}
          {dialog === 'share' && <ShareDialog taskId={taskId} onClose={close} />}
        </Suspense>
      </LoadedPart>
    </div>
  );
}
