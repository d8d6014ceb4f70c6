import { useEffect, useState } from 'react';
import { ClientErrorCodes, type WatchState } from 'roadmap-task-progress';

interface ConnectionNoticeProps {
  readonly watch: WatchState;
  readonly onTryNow: () => void;
}

/** Says when what is on the page may be old. Silent while all is well. */
export function ConnectionNotice({ watch, onTryNow }: ConnectionNoticeProps) {
  const waiting = watch.name === 'waiting' || watch.name === 'offline';
  const reconnecting = (watch.name === 'connecting' || watch.name === 'catching_up') && watch.failures > 0;
  return (
    <div className="notice-place" role="status">
      {(waiting || reconnecting) && (
        <div className="notice">
          <span className="notice-dot" aria-hidden="true" />
          <p>
            <strong>{watch.name === 'offline' ? 'You are offline.' : 'Not connected to the server.'}</strong>{' '}
            {watch.name === 'waiting' && watch.error.code !== ClientErrorCodes.unreachable && `${watch.error.message} `}
            {waiting ? <Countdown until={watch.retryAt} /> : 'Connecting again…'}
          </p>
          <button className="button small" onClick={onTryNow} disabled={!waiting}>
            Try now
          </button>
        </div>
      )}
    </div>
  );
}

/** Not read out: a screen reader would hear every second. */
function Countdown({ until }: { until: number }) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.max(0, Math.ceil((until - now) / 1000));
  return (
    <span aria-hidden="true" className="countdown">
      {seconds === 0 ? 'Trying again…' : `Trying again in ${seconds} s. What you see may be old.`}
    </span>
  );
}
