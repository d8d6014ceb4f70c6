import { duration } from '../shared/text.ts';
import { indexOfStep, steps, type Step } from '../task/steps.ts';
import { hasEnded, type TaskModel } from '../task/task-model.ts';
import { useWords } from '../words/language.ts';
import './step-line.css';

/** All steps, as stations of one line. */
export function StepLine({ model }: { model: TaskModel }) {
  const words = useWords();
  const { task, watch } = words;
  const here = indexOfStep(model.place);
  return (
    <ol className="step-line" aria-label={watch.steps}>
      {steps.map((step, index) => {
        const state = stateOf(index, here, model);
        const ms = spent(step, model);
        return (
          <li key={step.id} className={state} aria-current={index === here ? 'step' : undefined}>
            <span className="station" aria-hidden="true" />
            <span className="station-name">{task.places[step.id]}</span>
            {ms !== undefined && <span className="station-time">{duration(ms, words)}</span>}
            <span className="visually-hidden">, {watch.stepStates[state]}</span>
          </li>
        );
      })}
    </ol>
  );
}

/** How long the task has been at the stations that it has left. */
function spent(step: Step, model: TaskModel): number | undefined {
  const ms = [step.id, ...(step.also ?? [])].map((place) => model.times.spent.get(place)).filter((known) => known !== undefined);
  return ms.length === 0 ? undefined : ms.reduce((sum, each) => sum + each, 0);
}

type StationState = 'done' | 'here' | 'stopped' | 'ahead';

function stateOf(index: number, here: number, model: TaskModel): StationState {
  if (model.status === 'completed' || index < here) return 'done';
  if (index > here) return 'ahead';
  return hasEnded(model) ? 'stopped' : 'here';
}
