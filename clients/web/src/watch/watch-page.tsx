import { useEffect } from 'react';
import type { RoadmapDocument } from 'roadmap-task-progress';
import { RoadmapView } from '../roadmap/roadmap-view.tsx';
import { useRoadmap } from '../roadmap/use-roadmap.ts';
import { conceptsOf, type ConceptWork } from '../task/concepts.ts';
import { isBeforePlan } from '../task/steps.ts';
import { hasEnded, isRoadmap, type TaskModel } from '../task/task-model.ts';
import { useTask } from '../task/use-task.ts';
import { ConceptBoard } from './concept-board.tsx';
import { ConnectionNotice } from './connection-notice.tsx';
import { Ending } from './ending.tsx';
import { Journal } from './journal-panel.tsx';
import { LiveStrip } from './live-strip.tsx';
import { ReviewPanel } from './review-panel.tsx';
import { RefusedPage } from './refused-page.tsx';
import { TaskHeading } from './task-heading.tsx';
import { useServerBack } from './use-server-back.ts';

export function WatchPage({ taskId }: { taskId: string }) {
  const { model, watch, known, clockAheadMs, tryNow, readEarlier } = useTask(taskId);
  useServerBack(watch, tryNow);
  const roadmap = useRoadmap(isBeforePlan(model.step) ? undefined : model.roadmapId, model.roadmapRevision);
  const title = roadmap?.title ?? model.title ?? (isRoadmap(model) ? 'Your roadmap' : `Task of the kind ${model.kind}`);
  const percentage = Math.floor(model.percentage);

  useEffect(() => {
    document.title = hasEnded(model) || !known ? `${title} · Roadmap` : `${percentage} % · ${title}`;
  }, [title, percentage, known, model]);

  if (watch.name === 'refused') return <RefusedPage error={watch.error} />;
  return (
    <div className="watch">
      <ConnectionNotice watch={watch} onTryNow={tryNow} />
      {known ? (
        <>
          <TaskHeading taskId={taskId} title={title} model={model}>
            <LiveStrip model={model} watch={watch} clockAheadMs={clockAheadMs} />
          </TaskHeading>
          <div className={hasEnded(model) ? 'watch-body ended' : 'watch-body'}>
            <div className="watch-main">
              <Ending taskId={taskId} model={model} />
              <Stage taskId={taskId} model={model} roadmap={roadmap} />
            </div>
            <Journal model={model} onReadEarlier={readEarlier} />
          </div>
        </>
      ) : (
        <p className="loading">Looking up the task…</p>
      )}
    </div>
  );
}

/** What there is to see and to do at the place where the task is. */
function Stage({ taskId, model, roadmap }: { taskId: string; model: TaskModel; roadmap: RoadmapDocument | undefined }) {
  const works: ReadonlyMap<string, ConceptWork> = roadmap === undefined ? model.works : conceptsOf(roadmap, model.works);
  const writing = model.place === 'content_generation' && model.status !== 'completed';
  return (
    <>
      {(model.step === 'human_review' || model.step === 'roadmap_edit') && <ReviewPanel taskId={taskId} model={model} roadmap={roadmap} />}
      {writing && Math.max(works.size, model.counts.total) > 0 && (
        <ConceptBoard works={works} counts={model.counts} active={!hasEnded(model)} />
      )}
      {roadmap !== undefined && <RoadmapView roadmap={roadmap} works={works} complete={model.status === 'completed'} />}
      {roadmap === undefined && !hasEnded(model) && isRoadmap(model) && (
        <p className="placeholder">The plan appears here as soon as it is designed.</p>
      )}
    </>
  );
}
