import { useState } from 'react';
import { Routes } from 'roadmap-task-progress';
import { rightsTo } from '../account/links.ts';
import { FailureNote } from '../shared/failure-note.tsx';
import { useCommand } from '../shared/use-command.ts';
import { useWords } from '../words/language.ts';

/** Asks once more: what is called off has to be started as a new attempt. */
export function CancelButton({ taskId, pending }: { taskId: string; pending: boolean }) {
  const [asking, setAsking] = useState(false);
  const command = useCommand();
  const { watch } = useWords();

  const cancel = async () => {
    if (await command.send(Routes.cancelTask(taskId))) setAsking(false);
  };

  if (!rightsTo(taskId).control) return null;
  if (pending) return <span className="muted">{watch.cancelling}</span>;
  return (
    <div className="cancel" onKeyDown={(event) => event.key === 'Escape' && setAsking(false)}>
      {asking ? (
        <>
          <button className="button danger" disabled={command.sending} onClick={() => void cancel()}>
            {watch.cancelSure}
          </button>
          <button className="button quiet" autoFocus onClick={() => setAsking(false)}>
            {watch.cancelNot}
          </button>
        </>
      ) : (
        <button className="button quiet" onClick={() => setAsking(true)}>
          {watch.cancel}
        </button>
      )}
      <FailureNote error={command.failure} />
    </div>
  );
}
