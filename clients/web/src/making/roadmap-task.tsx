import type { RoadmapDocument } from 'roadmap-task-progress';
import { RoadmapView } from '../roadmap/roadmap-view.tsx';
import { useRoadmap } from '../roadmap/use-roadmap.ts';
import { languageTag, saidBySomebody, type Said } from '../shared/text.ts';
import { conceptsOf, type ConceptWork } from '../task/concepts.ts';
import { activity, isBeforePlan } from '../task/steps.ts';
import { hasEnded, isOurs, type TaskModel } from '../task/task-model.ts';
import type { WatchedTask } from '../task/use-task.ts';
import { Ending } from '../watch/ending.tsx';
import { TaskFrame } from '../watch/task-frame.tsx';
import { useWords } from '../words/language.ts';
import type { Words } from '../words/words.ts';
import { ConceptBoard } from './concept-board.tsx';
import { MissingContent } from './missing-content.tsx';
import { ReviewPanel } from './review-panel.tsx';
import { StepLine } from './step-line.tsx';

/** A task that makes a roadmap. */
export function RoadmapTask({ task }: { task: WatchedTask }) {
  const { model, taskId } = task;
  const words = useWords();
  const roadmap = useRoadmap(isBeforePlan(model.step) ? undefined : model.roadmapId, model.roadmapRevision);
  return (
    <TaskFrame
      task={task}
      title={titleOf(model, roadmap, words)}
      now={now(model, words)}
      whole={words.watch.wholeRoadmap}
      steps={<StepLine model={model} />}
    >
      <Ending taskId={taskId} model={model}>
        <p>{words.watch.keptUntilThen}</p>
      </Ending>
      <MissingContent taskId={taskId} model={model} />
      <Stage taskId={taskId} model={model} roadmap={roadmap} />
    </TaskFrame>
  );
}

/** What there is to see and to do at the place where the task is. */
function Stage({ taskId, model, roadmap }: { taskId: string; model: TaskModel; roadmap: RoadmapDocument | undefined }) {
  const { making } = useWords();
  const works: ReadonlyMap<string, ConceptWork> = roadmap === undefined ? model.works : conceptsOf(roadmap, model.works);
  const writing = model.place === 'content_generation' && model.status !== 'completed';
  return (
    <>
      {isOurs(model) && (model.step === 'human_review' || model.step === 'roadmap_edit') && (
        <ReviewPanel taskId={taskId} model={model} roadmap={roadmap} />
      )}
      {writing && Math.max(works.size, model.counts.total) > 0 && (
        <ConceptBoard works={works} counts={model.counts} active={!hasEnded(model)} />
      )}
      {roadmap !== undefined && <RoadmapView roadmap={roadmap} works={works} complete={model.status === 'completed'} />}
      {roadmap === undefined && !hasEnded(model) && <p className="placeholder">{making.planAppears}</p>}
    </>
  );
}

function titleOf(model: TaskModel, roadmap: RoadmapDocument | undefined, words: Words): Said {
  if (roadmap !== undefined) return { text: roadmap.title, lang: languageTag(roadmap.language) };
  return model.title === undefined ? { text: words.watch.yourRoadmap } : saidBySomebody(model.title);
}

function now(model: TaskModel, words: Words): Said {
  const editing = model.step === 'human_review' && (model.subStatus === 'editing' || model.pendingCommand?.command === 'reject');
  return editing ? { text: words.making.editing } : activity(model.step, words);
}
