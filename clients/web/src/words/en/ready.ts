import { units } from './units.ts';

/** A roadmap that is made, and what can be done with it. */
export const ready = {
  eyebrow: 'Your roadmap is ready',
  partly: 'Your roadmap is ready, with gaps',
  sentences: (first: string, second: string) => `${first} ${second}`,
  lead: (weeks: number, hoursPerWeek: number) => `${units.weeks(weeks)}, at ${units.hours(hoursPerWeek)} a week.`,
  arrival: (start: string, end: string) => `Begin on ${start}, and you arrive on ${end}.`,
  underWay: (end: string) => `You are on your way, and arrive on ${end}.`,
  start: 'Start learning',
  share: 'Share',
  calendar: 'Calendar',
  markdown: 'Markdown',
  print: 'Print',
  actions: 'What to do with it',
  madeIn: (time: string) => `Made in ${time}`,
  viewLog: 'view log',
  calendarTitle: 'To your calendar',
  calendarLead: (hours: string) =>
    `A file for any calendar, with an event for each concept on the days of its ${hours} a week. Import it again after a change, and the ` +
    'events move.',
  firstDay: 'First day',
  lastDay: (day: string) => `You arrive on ${day}.`,
  download: 'Download the calendar file',
  shareTitle: 'Share this roadmap',
  shareLead: 'Whoever has the link may read this roadmap and watch its task, without an account. Nobody can change anything by it.',
  linkLife: 'The link is good for',
  lives: { day: 'one day', week: 'one week', quarter: '90 days' },
  makeLink: 'Make a link',
  linkIsMade: 'The link, shown this once',
  links: 'Links that are good now',
  linkFacts: (made: string, expires: string) => `Made ${made}, good until ${expires}`,
  revoke: 'Take back',
};
