import type { PlanReview, Reason } from 'roadmap-task-progress';
import { find, saidBySomebody, type Said } from '../shared/text.ts';
import type { Words } from '../words/words.ts';

/** A reason in the page's own words where it knows what is said, else as whoever gave it has put it. */
export function sayReason({ key, message, values = [] }: Reason, { reasons }: Words): Said {
  const say = find(reasons, key);
  return say === undefined ? saidBySomebody(message) : { text: say(values) };
}

/** What is told by reasons or, where there are none, in words only. */
export function sayReasons(told: string | undefined, reasons: readonly Reason[] | undefined, words: Words): readonly Said[] {
  if (reasons !== undefined && reasons.length > 0) return reasons.map((reason) => sayReason(reason, words));
  return told === undefined ? [] : [saidBySomebody(told)];
}

/** Why feedback as a whole could not be worked in; nothing where it could. */
export function sayProblem({ problem, problem_key, problem_reasons }: PlanReview, words: Words): readonly Said[] {
  const { said } = words;
  const known = problem_key === 'plan_not_changed' || problem_key === 'plan_has_errors' ? said[problem_key] : undefined;
  if (known !== undefined) return [{ text: known() }, ...sayReasons(undefined, problem_reasons, words)];
  return sayReasons(problem, undefined, words);
}
