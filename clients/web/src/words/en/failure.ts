import { units } from './units.ts';

/** A task that failed: where, what was tried, and what can be done. */
export const failure = {
  stoppedAt: 'It stopped at',
  details: 'More about it',
  tried: 'What was tried',
  pieces: (pieces: number) =>
    pieces === 1
      ? 'One piece of content could not be made, also not when it was tried again'
      : `${units.number(pieces)} pieces of content could not be made, also not when they were tried again`,
  eventsOf: (attempt: number) => `Events of attempt ${attempt}`,
  earlierGone: 'What was tried before is not in the log that is shown.',
  canDo: 'What you can do',
  tryAgain: 'Try it again: what is made already is kept, and only the rest is made.',
  startOver: 'Or ask for another roadmap, with the goal put in other words.',
  byOwner: 'Whoever it belongs to can try it again.',
  byWorker: 'Its worker has to begin it again: that is not done here.',
};
