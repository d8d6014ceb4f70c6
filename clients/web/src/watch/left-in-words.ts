import { duration, span } from '../shared/text.ts';
import type { TaskModel } from '../task/task-model.ts';
import { timeLeft } from '../task/times.ts';
import type { Words } from '../words/words.ts';

/** What may be over at once. */
const soonMs = 5_000;

/** How long a task may still take, as far as anybody can say. */
export function leftInWords(model: TaskModel, nowMs: number, mayReview: boolean, words: Words): string {
  const { watch: said } = words;
  if (model.status === 'human_review_pending') return mayReview ? said.yourTurn : said.othersTurn;
  const left = timeLeft(model.times, model.status, nowMs);
  if (left === undefined) return said.leftUnknown;
  if (left === 'longer') return said.leftLonger;
  const [least, most] = left.map((ms) => duration(roughly(ms), words)) as [string, string];
  if (left[0] < soonMs) return said.leftAtMost(most);
  return said.leftAbout(least === most ? most : span(least, most, words));
}

/** A guess in seconds would promise too much. */
function roughly(ms: number): number {
  const seconds = ms / 1_000;
  if (seconds < 60) return Math.max(10, Math.round(seconds / 10) * 10) * 1_000;
  return Math.round(seconds / 60) * 60_000;
}
