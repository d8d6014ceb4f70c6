import { Routes } from 'roadmap-task-progress';
import { isRoadmap, type TaskModel } from '../task/task-model.ts';
import { useCommand } from './use-command.ts';

/** A failed or cancelled task: why, and the way on. */
export function Ending({ taskId, model }: { taskId: string; model: TaskModel }) {
  const command = useCommand();
  if (model.status !== 'failed' && model.status !== 'cancelled') return null;
  return (
    <section className={`ending ${model.status}`} aria-label="What happened">
      <h2>{model.status === 'failed' ? 'It could not be finished' : 'It was cancelled'}</h2>
      <p>{model.status === 'failed' ? model.error : isRoadmap(model) ? 'What had been made until then is kept.' : ''}</p>
      {isRoadmap(model) && (
        <button className="button primary" disabled={command.sending} onClick={() => void command.send(Routes.retryRoadmap(taskId))}>
          {model.status === 'failed' ? 'Try again' : 'Start it again'}
        </button>
      )}
      {command.failure !== undefined && (
        <p className="field-error" role="alert">
          {command.failure}
        </p>
      )}
    </section>
  );
}
