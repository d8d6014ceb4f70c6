import type { Words } from '../words/words.ts';

/** A text for people, with its own language where it is not the page's. */
export interface Said {
  readonly text: string;
  readonly lang?: string | undefined;
}

/** `8 s`, `2 min 5 s`, `1 h 20 min` */
export function duration(ms: number, { units }: Pick<Words, 'units'>): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const hours = Math.floor(seconds / 3600);
  return units.duration(hours, Math.floor(seconds / 60) % 60, hours > 0 ? 0 : seconds % 60);
}

/** `2 to 3 min`, `40 s to 2 min`: from one duration to another. */
export function span(least: string, most: string, { units }: Pick<Words, 'units'>): string {
  const [[figure, unit, ...rest], longer] = [least.split(' '), most.split(' ')];
  return units.span(rest.length === 0 && longer.length === 2 && unit === longer[1] ? figure! : least, most);
}

/** A text's own language, for fonts, line breaks and screen readers. */
export const languageTag = (language: string): string => (language === 'zh' ? 'zh-Hans' : language);

/** The language of a text that does not say it, by its letters: most that are Latin are English. */
export function guessLanguage(text: string): string | undefined {
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return 'ja';
  if (/\p{Script=Hangul}/u.test(text)) return 'ko';
  if (/\p{Script=Han}/u.test(text)) return 'zh-Hans';
  return /\p{Script=Latin}/u.test(text) ? 'en' : undefined;
}

export const saidBySomebody = (text: string): Said => ({ text, lang: guessLanguage(text) });

/** `reading_rows`, as a worker names it in its code, as a person reads it: `Reading rows`. */
export function readable(word: string): Said {
  const words = word.replaceAll('_', ' ');
  return { text: words.charAt(0).toUpperCase() + words.slice(1), lang: 'en' };
}

/** A word of the dictionary by a name that may be none of its names. */
export const find = <T>(words: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(words, name) ? words[name] : undefined;
