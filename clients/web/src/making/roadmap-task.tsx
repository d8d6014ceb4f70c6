import { useCallback, useMemo, useState } from 'react';
import type { RoadmapConcept, RoadmapDocument } from 'roadmap-task-progress';
import { rightsTo } from '../account/links.ts';
import { LearnBar } from '../learn/learn-bar.tsx';
import { LearntMark } from '../learn/learnt-mark.tsx';
import { figuresOf, nextConcept, withMark, type Progress } from '../learn/progress.ts';
import { useProgress } from '../learn/use-progress.ts';
import { Arrival } from '../ready/arrival.tsx';
import { RoadmapView } from '../roadmap/roadmap-view.tsx';
import { useRoadmap } from '../roadmap/use-roadmap.ts';
import { RouteMap } from '../route-map/route-map.tsx';
import type { StationState } from '../route-map/station-mark.tsx';
import { dayOf } from '../shared/days.ts';
import { duration, languageTag, saidBySomebody, type Said } from '../shared/text.ts';
import { conceptsOf, overall, type ConceptWorks } from '../task/concepts.ts';
import { activity, isBeforePlan } from '../task/steps.ts';
import { hasEnded, isOurs, type TaskModel } from '../task/task-model.ts';
import type { WatchedTask } from '../task/use-task.ts';
import { Ending } from '../watch/ending.tsx';
import { TaskFrame } from '../watch/task-frame.tsx';
import { useWords } from '../words/language.ts';
import type { Words } from '../words/words.ts';
import { ConceptBoard } from './concept-board.tsx';
import { KeptFeedback } from './kept-feedback.tsx';
import { LeaveOut } from './leave-out.tsx';
import { MissingContent } from './missing-content.tsx';
import { PlanDoubts } from './plan-notices.tsx';
import { ReviewPanel, type Asked } from './review-panel.tsx';
import { StepLine } from './step-line.tsx';
import { useChanges } from './use-changes.ts';

/** A task that makes a roadmap, and the roadmap that it has made. */
export function RoadmapTask({ task }: { task: WatchedTask }) {
  const { model, taskId } = task;
  const words = useWords();
  const { roadmap, isAwaited } = useRoadmap(isBeforePlan(model.step) ? undefined : model.roadmapId, model.roadmapRevision);
  // Whoever opens a task that has its plan sees both at once: what comes later would push away what is read already.
  const [wasOpenedWithPlan] = useState(isAwaited);
  const [progress, keep] = useProgress(model.roadmapId ?? '');
  const [asked, ask] = useState<Asked>();
  const changes = useChanges(taskId, model, roadmap);
  const isReady = roadmap !== undefined && model.status === 'completed';
  const isReviewed = isOurs(model) && (model.step === 'human_review' || model.step === 'roadmap_edit');
  const isUndecided = isReviewed || model.step === 'structure_validation';
  const isAsked =
    model.status === 'human_review_pending' &&
    model.pendingCommand === undefined &&
    model.subStatus !== 'editing' &&
    rightsTo(taskId).review;
  const isWrittenAbout = isReviewed && isAsked;
  const keptRound = isWrittenAbout ? model.reviewRound - 1 : model.reviewRound;
  const learning = isReady ? progress : undefined;

  // The plan and its route are rendered anew when something of them has changed, and not with every event.
  const works = useMemo(
    () => (roadmap === undefined ? model.works : conceptsOf(roadmap, model.works)),
    [roadmap, model.works],
  );
  const stateOf = useMemo(
    () => (learning === undefined || roadmap === undefined ? made(works) : learnt(roadmap, learning)),
    [roadmap, works, learning],
  );
  const markOf = useCallback(
    (concept: RoadmapConcept) => {
      if (learning !== undefined)
        return (
          <LearntMark
            name={concept.name}
            learnt={learning.learnt.includes(concept.concept_id)}
            onChange={(learnt) => keep(withMark(learning, concept.concept_id, learnt))}
          />
        );
      return isAsked && <LeaveOut concept={concept.name} onAsk={(feedback) => ask({ feedback, isMore: true })} />;
    },
    [learning, isAsked, keep],
  );
  const onOpen = useMemo(() => learning && ((conceptId: string) => keep({ ...learning, last: conceptId })), [learning, keep]);

  if (wasOpenedWithPlan && isAwaited) return <p className="loading">{words.watch.lookingUp}</p>;
  return (
    <TaskFrame
      task={task}
      title={titleOf(model, roadmap, words)}
      now={now(model, words)}
      whole={words.watch.wholeRoadmap}
      steps={<StepLine model={model} />}
      aside={
        <RouteMap
          roadmap={roadmap}
          figures={figures(model, roadmap, learning, words)}
          stateOf={stateOf}
        />
      }
      arrival={
        isReady
          ? (making) => (
              <Arrival
                taskId={taskId}
                roadmap={roadmap}
                missing={model.counts.failed}
                took={took(model, words)}
                progress={progress}
                keep={keep}
                making={making}
              />
            )
          : undefined
      }
    >
      <Ending taskId={taskId} model={model}>
        <p>{words.watch.keptUntilThen}</p>
      </Ending>
      {model.reviewRound > 0 && <KeptFeedback key={keptRound} taskId={taskId} round={keptRound} sent={model.feedback} />}
      <MissingContent taskId={taskId} model={model} />
      {isUndecided && roadmap !== undefined && (
        <PlanDoubts roadmap={roadmap} onAsk={isAsked ? (feedback) => ask({ feedback, isMore: false }) : undefined} />
      )}
      {learning !== undefined && roadmap !== undefined && <LearnBar roadmap={roadmap} progress={learning} keep={keep} />}
      {roadmap !== undefined ? (
        <RoadmapView
          roadmap={roadmap}
          works={works}
          changes={isReviewed ? changes : undefined}
          mark={markOf}
          onOpen={onOpen}
        />
      ) : (
        <WithoutPlan model={model} works={works} />
      )}
      {isReviewed && <ReviewPanel taskId={taskId} model={model} roadmap={roadmap} changes={changes} asked={asked} />}
    </TaskFrame>
  );
}

/** Before there is a plan, and for tasks whose plan this server has not. */
function WithoutPlan({ model, works }: { model: TaskModel; works: ConceptWorks }) {
  const { making } = useWords();
  const writing = model.place === 'content_generation' && model.status !== 'completed';
  if (writing && Math.max(works.size, model.counts.total) > 0)
    return <ConceptBoard works={works} counts={model.counts} active={!hasEnded(model)} />;
  return hasEnded(model) ? null : <p className="placeholder">{making.planAppears}</p>;
}

const made =
  (works: ConceptWorks) =>
  (conceptId: string): StationState => {
    const work = works.get(conceptId);
    return work === undefined ? 'waiting' : overall(work);
  };

function learnt(roadmap: RoadmapDocument, progress: Progress): (conceptId: string) => StationState {
  const known = new Set(progress.learnt);
  const next = nextConcept(roadmap, progress)?.concept_id;
  return (conceptId) => (known.has(conceptId) ? 'learnt' : conceptId === next ? 'next' : 'waiting');
}

function figures(model: TaskModel, roadmap: RoadmapDocument | undefined, progress: Progress | undefined, words: Words): string | undefined {
  const { learn, making } = words;
  if (roadmap === undefined) return undefined;
  if (progress !== undefined) {
    const { learnt, concepts } = figuresOf(roadmap, progress, dayOf(new Date()));
    return learn.learntOf(learnt, concepts);
  }
  if (model.place !== 'content_generation' && model.place !== 'completed') return undefined;
  const { completed, total, failed } = model.counts;
  return making.list([making.made(completed, total), ...(failed > 0 ? [making.failed(failed)] : [])]);
}

function took({ times: { created, finished } }: TaskModel, words: Words): string | undefined {
  return created === undefined || finished === undefined ? undefined : duration(Date.parse(finished) - Date.parse(created), words);
}

function titleOf(model: TaskModel, roadmap: RoadmapDocument | undefined, words: Words): Said {
  if (roadmap !== undefined) return { text: roadmap.title, lang: languageTag(roadmap.language) };
  return model.title === undefined ? { text: words.watch.yourRoadmap } : saidBySomebody(model.title);
}

function now(model: TaskModel, words: Words): Said {
  const editing = model.step === 'human_review' && (model.subStatus === 'editing' || model.pendingCommand?.command === 'reject');
  return editing ? { text: words.making.editing } : activity(model.step, words);
}
