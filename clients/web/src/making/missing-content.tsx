import { canRetry, type TaskModel } from '../task/task-model.ts';
import { RetryButton } from '../watch/ending.tsx';
import { useWords } from '../words/language.ts';

/** A roadmap that is complete but for some concepts: the way to have them. */
export function MissingContent({ taskId, model }: { taskId: string; model: TaskModel }) {
  const { watch } = useWords();
  if (model.status !== 'completed' || model.counts.failed === 0) return null;
  return (
    <section className="ending failed" aria-label={watch.whatIsMissing}>
      <h2>{watch.notWhole(model.counts.failed)}</h2>
      <p>{watch.notWholeBecause}</p>
      {canRetry(model) && <RetryButton taskId={taskId} label={watch.makeMissing} />}
    </section>
  );
}
