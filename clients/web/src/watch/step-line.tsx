import { duration } from '../shared/text.ts';
import { indexOfStep, steps, type Step } from '../task/steps.ts';
import { hasEnded, type TaskModel } from '../task/task-model.ts';

/** All steps, as stations of one line. */
export function StepLine({ model }: { model: TaskModel }) {
  const here = indexOfStep(model.place);
  return (
    <ol className="step-line" aria-label="Steps">
      {steps.map((step, index) => {
        const state = stateOf(index, here, model);
        return (
          <li key={step.id} className={state} aria-current={index === here ? 'step' : undefined}>
            <span className="station" aria-hidden="true" />
            <span className="station-name">{step.label}</span>
            {spent(step, model) !== undefined && <span className="station-time">{spent(step, model)}</span>}
            <span className="visually-hidden">{spoken[state]}</span>
          </li>
        );
      })}
    </ol>
  );
}

/** How long the task has been at the stations that it has left. */
function spent(step: Step, model: TaskModel): string | undefined {
  const ms = [step.id, ...(step.also ?? [])].map((place) => model.times.spent.get(place)).filter((known) => known !== undefined);
  return ms.length === 0 ? undefined : duration(ms.reduce((sum, each) => sum + each, 0));
}

type StationState = 'done' | 'here' | 'stopped' | 'ahead';

const spoken: Readonly<Record<StationState, string>> = { done: ', done', here: ', now', stopped: ', stopped here', ahead: ', ahead' };

function stateOf(index: number, here: number, model: TaskModel): StationState {
  if (model.status === 'completed' || index < here) return 'done';
  if (index > here) return 'ahead';
  return hasEnded(model) ? 'stopped' : 'here';
}
