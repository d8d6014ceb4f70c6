import { units } from './units.ts';

/** The list of all tasks. */
export const tasks = {
  heading: 'My tasks',
  lead: 'Everything that you may see, the newest first. It follows by itself.',
  filter: 'Filter',
  state: 'State',
  anyState: 'All states',
  kind: 'Kind',
  anyKind: 'All kinds',
  search: 'Search by title or id',
  loading: 'Looking up the tasks…',
  none: 'There are no tasks yet.',
  noneFits: 'No task fits. Choose another state or kind, or search for something else.',
  shown: (shown: number) => units.tasks(shown),
  changed: (moment: string) => `changed ${moment}`,
  attempt: (attempt: number) => `attempt ${attempt}`,
  older: 'Read older ones',
  olderAgain: 'That failed. Read older ones again',
  readingOlder: 'Reading older ones…',
  olderNote: 'Older tasks are shown as they were when they were read.',
  progressOf: (title: string) => `Progress of ${title}`,
};
