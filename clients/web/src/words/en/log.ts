import { units } from './units.ts';

/** The log of a task. */
export const log = {
  heading: 'What happened',
  everyDetail: 'Every detail',
  latestFirst: 'Log, latest first',
  search: 'Search the log',
  found: (events: number) => (events === 0 ? 'Nothing found' : `${units.events(events)} found`),
  nothing: 'Nothing yet.',
  earlierGone: 'What happened before is no longer kept.',
  readingEarlier: 'Reading what happened before…',
  readEarlier: 'Read earlier ones',
  readEarlierAgain: 'That failed. Read earlier ones again',
  copyEvent: 'Copy this event',
  link: 'Link to this event',
  details: (seq: number) => `Event ${units.number(seq)}, all of it`,
};
