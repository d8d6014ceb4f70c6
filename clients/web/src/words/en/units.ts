const locale = 'en-GB';
const numbers = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
const plurals = new Intl.PluralRules(locale);
const clocks = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const moments = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
const days = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });

/** `1 hour`, `2.5 hours`, `1,000 hours` */
const counted = (unit: string) => (value: number) => `${numbers.format(value)} ${unit}${plurals.select(value) === 'one' ? '' : 's'}`;

/** Whatever is counted or timed, in one place. */
export const units = {
  number: (value: number) => numbers.format(value),
  hours: counted('hour'),
  weeks: counted('week'),
  concepts: counted('concept'),
  stages: counted('stage'),
  issues: counted('issue'),
  characters: counted('character'),
  tasks: counted('task'),
  events: counted('event'),
  percent: (value: number) => `${value} %`,
  perSecond: (value: number) => `${numbers.format(value)} a second`,
  weekSpan: (first: number, last: number) => (first === last ? `week ${first}` : `weeks ${first}–${last}`),
  span: (least: string, most: string) => `${least} to ${most}`,
  clock: (timestamp: string) => clocks.format(new Date(timestamp)),
  moment: (timestamp: string) => moments.format(new Date(timestamp)),
  day: (timestamp: string) => days.format(new Date(timestamp)),
  /** `8 s`, `2 min 5 s`, `1 h 20 min` */
  duration: (hours: number, minutes: number, seconds: number) =>
    [hours > 0 && `${hours} h`, minutes > 0 && `${minutes} min`, seconds > 0 && `${seconds} s`].filter(Boolean).join(' ') || '0 s',
};
