// The page speaks English wherever its reader is; hours are counted to 24 everywhere.
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const dayAndClock = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
const number = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

export const timeOf = (timestamp: string): string => clock.format(new Date(timestamp));
export const momentOf = (timestamp: string): string => dayAndClock.format(new Date(timestamp));
export const dayOf = (timestamp: string): string => day.format(new Date(timestamp));

/** `1 hour`, `2.5 hours` */
export const count = (value: number, unit: string): string => `${number.format(value)} ${unit}${value === 1 ? '' : 's'}`;

export const weeks = (first: number, last: number): string => (first === last ? `week ${first}` : `weeks ${first}–${last}`);

/** `8 s`, `2 min 5 s`, `1 h 20 min` */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** A text's own language, for fonts, line breaks and screen readers. */
export const languageTag = (language: string): string => (language === 'zh' ? 'zh-Hans' : language);

/** Han characters, wherever the language is not said. */
export const guessLanguage = (text: string): string | undefined => (/\p{Script=Han}/u.test(text) ? 'zh-Hans' : undefined);
