import { useEffect, useState } from 'react';
import type { WatchState } from 'roadmap-task-progress';
import { duration } from '../shared/text.ts';
import { hasEnded, type TaskModel } from '../task/task-model.ts';
import { timeLeft } from '../task/times.ts';

interface LiveStripProps {
  readonly model: TaskModel;
  readonly watch: WatchState;
  readonly clockAheadMs: number;
}

const everyMs = 1_000;

/** What a clock can say: how long it has taken, how long it may take, and whether this page still hears anything. */
export function LiveStrip({ model, watch, clockAheadMs }: LiveStripProps) {
  const now = useNow(!hasEnded(model)) - clockAheadMs;
  const { created, finished, last } = model.times;
  if (created === undefined) return null;
  if (hasEnded(model))
    return finished === undefined ? null : (
      <p className="live-strip muted">Took {duration(Date.parse(finished) - Date.parse(created))}</p>
    );

  const left = timeLeft(model.times, now);
  return (
    <p className="live-strip muted" aria-hidden="true">
      <span>{duration(now - Date.parse(created))} so far</span>
      <span>{remaining(model, left)}</span>
      <span>{last === undefined ? 'no event yet' : `last event ${duration(now - Date.parse(last))} ago`}</span>
      <span className={watch.name === 'live' ? 'link live' : 'link'}>{watch.name === 'live' ? 'live' : 'not connected'}</span>
    </p>
  );
}

function remaining(model: TaskModel, left: readonly [number, number] | undefined): string {
  if (model.status === 'human_review_pending') return 'it is your turn';
  if (left === undefined) return 'time left unknown';
  const [least, most] = left.map(roughly) as [string, string];
  return least === most ? `about ${most} left` : `${least} to ${most} left`;
}

/** A guess in seconds would promise too much. */
function roughly(ms: number): string {
  const seconds = ms / 1_000;
  if (seconds < 60) return duration(Math.max(10, Math.round(seconds / 10) * 10) * 1_000);
  return duration(Math.round(seconds / 60) * 60_000);
}

function useNow(runs: boolean): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!runs) return;
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [runs]);
  return now;
}
