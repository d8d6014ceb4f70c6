import { Spoken } from '../shared/spoken.tsx';
import type { Said } from '../shared/text.ts';
import { useNow } from '../shared/use-now.ts';
import { describe } from '../task/journal.ts';
import { activity, titleOf } from '../task/steps.ts';
import { hasEnded, type TaskModel } from '../task/task-model.ts';
import type { WatchedTask } from '../task/use-task.ts';
import { Ending } from '../watch/ending.tsx';
import { TaskFrame } from '../watch/task-frame.tsx';
import { useWords } from '../words/language.ts';
import type { Words } from '../words/words.ts';
import { WorkerFigures } from './worker-figures.tsx';
import { WorkerSteps } from './worker-steps.tsx';
import './worker.css';

/** A task of which this page knows nothing but what its worker reports. */
export function WorkerTask({ task }: { task: WatchedTask }) {
  const { model, taskId } = task;
  const words = useWords();
  const nowMs = useNow(!hasEnded(model)) - task.clockAheadMs;
  const latest = model.journal.findLast(({ event }) => event.message !== undefined && event.type !== 'control');
  return (
    <TaskFrame
      task={task}
      title={titleOf(model, words)}
      now={now(model, words)}
      whole={words.watch.wholeTask}
      steps={<WorkerSteps model={model} nowMs={nowMs} />}
    >
      <Ending taskId={taskId} model={model} />
      {model.status === 'human_review_pending' && <p className="alert">{words.watch.workerWaits}</p>}
      {latest !== undefined && !hasEnded(model) && (
        <section className="latest" aria-label={words.watch.lastMessage}>
          <p>
            <Spoken said={describe(latest.event, words)} />
          </p>
        </section>
      )}
      <WorkerFigures model={model} nowMs={nowMs} />
      {model.seq === 0 && <p className="placeholder">{words.watch.nothingYet}</p>}
    </TaskFrame>
  );
}

function now(model: TaskModel, words: Words): Said {
  const { task } = words;
  if (model.status === 'processing' && model.step !== 'queued') return activity(model.step, words);
  return { text: task.statuses[model.status] };
}
