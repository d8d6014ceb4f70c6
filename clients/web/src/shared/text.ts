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

/** A text's own language, for fonts, line breaks and screen readers. */
export const languageTag = (language: string): string => (language === 'zh' ? 'zh-Hans' : language);

/** Han characters, wherever the language is not said. */
export const guessLanguage = (text: string): string | undefined => (/\p{Script=Han}/u.test(text) ? 'zh-Hans' : undefined);
