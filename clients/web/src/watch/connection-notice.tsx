import { useEffect, useState } from 'react';
import { ClientErrorCodes, type WatchState } from 'roadmap-task-progress';
import { failureOf } from '../shared/failure.ts';
import { Spoken } from '../shared/spoken.tsx';
import { useWords } from '../words/language.ts';
import './connection-notice.css';

interface ConnectionNoticeProps {
  readonly watch: WatchState;
  readonly onTryNow: () => void;
}

/** Says when what is on the page may be old. Silent while all is well. */
export function ConnectionNotice({ watch, onTryNow }: ConnectionNoticeProps) {
  const words = useWords();
  const waiting = watch.name === 'waiting' || watch.name === 'offline';
  const reconnecting = (watch.name === 'connecting' || watch.name === 'catching_up') && watch.failures > 0;
  return (
    <div className="notice-place" role="status">
      {(waiting || reconnecting) && (
        <div className="notice">
          <span className="notice-dot" aria-hidden="true" />
          <p>
            <strong>{watch.name === 'offline' ? words.watch.offline : words.watch.disconnected}</strong>{' '}
            {watch.name === 'waiting' && watch.error.code !== ClientErrorCodes.unreachable && (
              <Spoken said={failureOf(watch.error, words)} />
            )}{' '}
            {waiting ? <Countdown until={watch.retryAt} /> : words.watch.connectingAgain}
          </p>
          <button className="button small" onClick={onTryNow} disabled={!waiting}>
            {words.watch.tryNow}
          </button>
        </div>
      )}
    </div>
  );
}

/** Not read out: a screen reader would hear every second. */
function Countdown({ until }: { until: number }) {
  const { watch } = useWords();
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.max(0, Math.ceil((until - now) / 1000));
  return (
    <span aria-hidden="true" className="countdown">
      {seconds === 0 ? watch.tryingAgain : watch.tryingAgainIn(seconds)}
    </span>
  );
}
