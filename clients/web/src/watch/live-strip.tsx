import type { WatchState } from 'roadmap-task-progress';
import { duration } from '../shared/text.ts';
import { useNow } from '../shared/use-now.ts';
import { hasEnded, type TaskModel } from '../task/task-model.ts';
import { timeLeft } from '../task/times.ts';
import { useWords } from '../words/language.ts';
import type { Words } from '../words/words.ts';
import './live-strip.css';

interface LiveStripProps {
  readonly model: TaskModel;
  readonly watch: WatchState;
  readonly clockAheadMs: number;
  readonly mayReview: boolean;
}

/** What a clock can say: how long it has taken, how long it may take, and whether this page still hears anything. */
export function LiveStrip({ model, watch, clockAheadMs, mayReview }: LiveStripProps) {
  const words = useWords();
  const { watch: said } = words;
  const now = useNow(!hasEnded(model)) - clockAheadMs;
  const { created, finished, last } = model.times;
  // Its place is there before there is something to say, so that nothing below it moves.
  if (created === undefined) return <p className="live-strip" />;
  if (hasEnded(model))
    return finished === undefined ? null : (
      <p className="live-strip muted">{said.took(duration(Date.parse(finished) - Date.parse(created), words))}</p>
    );

  const left = timeLeft(model.times, now);
  return (
    <p className="live-strip muted" aria-hidden="true">
      <span>{said.soFar(duration(now - Date.parse(created), words))}</span>
      <span>{remaining(model, left, mayReview, words)}</span>
      <span>{last === undefined ? said.noEvent : said.lastEvent(duration(now - Date.parse(last), words))}</span>
      <span className={watch.name === 'live' ? 'link live' : 'link'}>{watch.name === 'live' ? said.live : said.notConnected}</span>
    </p>
  );
}

function remaining(model: TaskModel, left: readonly [number, number] | undefined, mayReview: boolean, words: Words): string {
  if (model.status === 'human_review_pending') return mayReview ? words.watch.yourTurn : words.watch.othersTurn;
  if (left === undefined) return words.watch.leftUnknown;
  const [least, most] = left.map((ms) => duration(roughly(ms), words)) as [string, string];
  return least === most ? words.watch.leftAbout(most) : words.watch.leftBetween(least, most);
}

/** A guess in seconds would promise too much. */
function roughly(ms: number): number {
  const seconds = ms / 1_000;
  if (seconds < 60) return Math.max(10, Math.round(seconds / 10) * 10) * 1_000;
  return Math.round(seconds / 60) * 60_000;
}
