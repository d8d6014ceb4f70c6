import { Routes } from 'roadmap-task-progress';
import { isRoadmap, type TaskModel } from '../task/task-model.ts';
import { useCommand, type Command } from './use-command.ts';

/** A task that failed, was cancelled, or lacks something: why, and the way on. */
export function Ending({ taskId, model }: { taskId: string; model: TaskModel }) {
  const command = useCommand();
  if (model.status === 'completed' && model.counts.failed > 0 && isRoadmap(model))
    return (
      <section className="ending failed" aria-label="What is missing">
        <h2>{model.counts.failed === 1 ? 'One concept is not whole' : `${model.counts.failed} concepts are not whole`}</h2>
        <p>Some of their content could not be made. Everything else stays as it is.</p>
        <RetryButton command={command} taskId={taskId} label="Make what is missing" />
      </section>
    );
  if (model.status !== 'failed' && model.status !== 'cancelled') return null;
  return (
    <section className={`ending ${model.status}`} aria-label="What happened">
      <h2>{model.status === 'failed' ? 'It could not be finished' : 'It was cancelled'}</h2>
      <p>{model.status === 'failed' ? model.error : isRoadmap(model) ? 'What had been made until then is kept.' : ''}</p>
      {isRoadmap(model) && (
        <RetryButton command={command} taskId={taskId} label={model.status === 'failed' ? 'Try again' : 'Start it again'} />
      )}
    </section>
  );
}

function RetryButton({ command, taskId, label }: { command: Command; taskId: string; label: string }) {
  return (
    <>
      <button className="button primary" disabled={command.sending} onClick={() => void command.send(Routes.retryRoadmap(taskId))}>
        {label}
      </button>
      {command.failure !== undefined && (
        <p className="field-error" role="alert">
          {command.failure}
        </p>
      )}
    </>
  );
}
