import { Spoken } from '../shared/spoken.tsx';
import { duration, readable } from '../shared/text.ts';
import { hasEnded, type TaskModel } from '../task/task-model.ts';
import { useWords } from '../words/language.ts';

/** Where every task is before it begins and after it has ended: no steps of the worker's. */
const notSteps: ReadonlySet<string> = new Set(['queued', 'completed']);

/** More are no overview. */
const mostShown = 24;

/** The steps that the worker has told of, as they came. What is still to come only the worker knows. */
export function WorkerSteps({ model, nowMs }: { model: TaskModel; nowMs: number }) {
  const words = useWords();
  const { watch } = words;
  const { spent, here } = model.times;
  const known = new Set([...spent.keys(), ...(here === undefined ? [] : [here.place])].filter((step) => !notSteps.has(step)));
  const steps = [...known].slice(-mostShown);
  if (steps.length === 0) return null;
  return (
    <ol className="worker-steps" aria-label={watch.stepsOfWorker}>
      {known.size > mostShown && <li className="muted">{watch.earlierSteps}</li>}
      {steps.map((step) => {
        const isHere = step === here?.place && !hasEnded(model);
        const ms = (spent.get(step) ?? 0) + (isHere ? Math.max(0, nowMs - here.since) : 0);
        return (
          <li key={step} className={isHere ? 'here' : 'done'} aria-current={isHere ? 'step' : undefined}>
            <Spoken said={readable(step)} />
            <span className="station-time">{duration(ms, words)}</span>
            <span className="visually-hidden">, {watch.stepStates[isHere ? 'here' : 'done']}</span>
          </li>
        );
      })}
    </ol>
  );
}
