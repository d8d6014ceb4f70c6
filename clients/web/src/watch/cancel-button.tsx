import { useState } from 'react';
import { Routes } from 'roadmap-task-progress';
import { useCommand } from './use-command.ts';

/** Asks once more: what is called off has to be started as a new attempt. */
export function CancelButton({ taskId, pending }: { taskId: string; pending: boolean }) {
  const [asking, setAsking] = useState(false);
  const command = useCommand();

  const cancel = async () => {
    if (await command.send(Routes.cancelTask(taskId))) setAsking(false);
  };

  if (pending) return <span className="muted">Cancelling…</span>;
  return (
    <div className="cancel">
      {asking ? (
        <>
          <button className="button danger" disabled={command.sending} onClick={() => void cancel()}>
            Yes, cancel it
          </button>
          <button className="button quiet" autoFocus onClick={() => setAsking(false)}>
            Keep going
          </button>
        </>
      ) : (
        <button className="button quiet" onClick={() => setAsking(true)}>
          Cancel
        </button>
      )}
      {command.failure !== undefined && (
        <p className="field-error" role="alert">
          {command.failure}
        </p>
      )}
    </div>
  );
}
