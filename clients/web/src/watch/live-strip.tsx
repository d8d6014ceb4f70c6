import type { WatchState } from 'roadmap-task-progress';
import { duration } from '../shared/text.ts';
import { useNow } from '../shared/use-now.ts';
import { hasEnded, type TaskModel } from '../task/task-model.ts';
import { useWords } from '../words/language.ts';
import { leftInWords } from './left-in-words.ts';
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

  return (
    <p className="live-strip muted" aria-hidden="true">
      <span>{said.soFar(duration(now - Date.parse(created), words))}</span>
      <span>{leftInWords(model, now, mayReview, words)}</span>
      <span>{last === undefined ? said.noEvent : said.lastEvent(duration(now - Date.parse(last), words))}</span>
      <span className={watch.name === 'live' ? 'link live' : 'link'}>{watch.name === 'live' ? said.live : said.notConnected}</span>
    </p>
  );
}
