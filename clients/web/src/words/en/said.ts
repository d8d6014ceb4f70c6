import type { EventReason, EventValues } from '../event-values.ts';
import { units } from './units.ts';

type Say = (of: EventValues) => string;

const pieces = { tutorial: 'study guide', resources: 'resources', quiz: 'self-check questions' };
const be = { tutorial: 'is', resources: 'are', quiz: 'are' };
const size: Say = (of) => `${units.stages(of.stages)} with ${units.concepts(of.concepts)}`;
const quoted = (texts: readonly string[]) => texts.map((text) => `“${text}”`).join(', ');
const unclear: Say = (of) => (of.notUnderstood.length > 0 ? `not understood: ${quoted(of.notUnderstood)}` : '');

const because = (told: readonly EventReason[]) => told.map(({ message }) => message).join(' ');

/** What the server says, by the keys of its messages. */
export const said = {
  goal_reading: () => 'Reading your goal',
  goal_not_understood: () => 'The goal could not be understood',
  plan_designing: () => 'Designing the plan',
  plan_designed: (of: EventValues) => `Designed ${size(of)}`,
  plan_not_designed: () => 'The plan could not be designed',
  plan_checked: () => 'Checked the structure: no issues',
  plan_checked_issues: (of: EventValues) =>
    [`Checked the structure: ${units.issues(of.issues)}, score ${units.number(of.score)} of 100`, because(of.worst)]
      .filter(Boolean)
      .join('. '),
  plan_has_errors: () => 'The plan has errors and cannot be used',
  plan_changing: () => 'Changing the plan as the feedback asks',
  plan_changed: (of: EventValues) =>
    [`Changed the plan${of.edits.length > 0 ? ` (${of.edits.join(', ')})` : ''}: ${size(of)} now`, unclear(of)].filter(Boolean).join('; '),
  plan_unchanged: (of: EventValues) => ['Nothing was changed', of.problem, ...of.reasons, unclear(of)].filter(Boolean).join(': '),
  plan_not_changed: () => 'The plan could not be changed',
  plan_ready: () => 'The plan is ready for you to review',
  plan_as_it_was: () => 'The plan is as it was, and waits for your review',
  method_wanted: () => 'Do you want this? It is a method for studying, and teaches nothing of the subject itself',
  review_asked: () => 'Approve the plan, or send it back with what should be different',
  feedback_reading: () => 'Reading the feedback',
  content_begun: (of: EventValues) =>
    of.kept === 0
      ? `Making the content of ${units.concepts(of.concepts)}`
      : `Making the content of ${units.concepts(of.concepts - of.kept)}; ${units.number(of.kept)} had theirs already`,
  concept_started: (of: EventValues) => `${of.name}: making the ${pieces[of.piece]}`,
  concept_piece_made: (of: EventValues) => `${of.name}: the ${pieces[of.piece]} ${be[of.piece]} made`,
  concept_piece_failed: (of: EventValues) => `${of.name}: the ${pieces[of.piece]} could not be made`,
  concept_made: (of: EventValues) => `${of.name} is ready`,
  concept_written: (of: EventValues) => `${of.name}: ${units.characters(of.characters)} of the study guide are written`,
  concepts_done: (of: EventValues) => `${units.number(of.done)} of ${units.concepts(of.concepts)} done`,
  nothing_made: () => 'No content could be made for any of the concepts',
  batch_begun: (of: EventValues) => `Batch ${of.batch} of ${of.batches} begun`,
  batch_done: (of: EventValues) => `Batch ${of.batch} of ${of.batches} done`,
  roadmap_ready: () => 'Your roadmap is ready',
  roadmap_ready_in_part: (of: EventValues) => `Your roadmap is ready, but the content of ${units.concepts(of.failed)} is not whole`,
  work_recovered: () => 'The work was interrupted, and goes on from where it was',
  work_anew: () => 'Something of it could not be read, and is made anew',
  cancelled: () => 'Cancelled',
  attempt_begun: (of: EventValues) => `Attempt ${of.attempt} begins`,
  unreadable: () => 'What was stored of it cannot be read',
  server_fault: () => 'The work stopped because of a fault of the server',
  worker_silent: () => 'The worker went silent: nothing was heard of it for too long',
};
