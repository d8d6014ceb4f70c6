import { units } from './units.ts';

/** How far somebody is with a roadmap. */
export const learn = {
  week: (week: number, weeks: number) => (week <= weeks ? `Week ${week} of ${weeks}` : `Week ${week}, planned were ${weeks}`),
  beginsOn: (day: string) => `Begins on ${day}`,
  hours: (done: number, left: number) => `${units.hours(done)} done, ${units.number(left)} left`,
  learntOf: (learnt: number, concepts: number) => `${learnt} of ${units.concepts(concepts)} learnt`,
  progress: 'Learnt, in hours',
  resume: (concept: string) => `Continue: ${concept}`,
  arrived: 'All of it is learnt. You have arrived.',
  learnt: (concept: string) => `Learnt: ${concept}`,
  markLearnt: 'I have learnt this',
  keptHere: 'What you tick is kept in this browser on this device, and nowhere else.',
  forget: 'Start over',
  forgetAsk: 'Forget all ticks?',
  forgetYes: 'Yes, forget them',
  forgetNo: 'Keep them',
};
