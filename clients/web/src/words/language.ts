import { useSyncExternalStore } from 'react';
import { oneOf } from '../kept/forms.ts';
import { keptOnDevice } from '../kept/kept.ts';
import { en } from './en/index.ts';
import type { Words } from './words.ts';

export const languages = { en: 'English', zh: '中文' } as const;
export type Language = keyof typeof languages;

export const languageTags: Readonly<Record<Language, string>> = { en: 'en', zh: 'zh-Hans' };

/** Dictionaries but the first come when they are spoken. */
const others: Readonly<Record<Exclude<Language, 'en'>, () => Promise<Words>>> = {
  zh: async () => (await import('./zh/index.ts')).zh,
};
const chosen = keptOnDevice('roadmap:language', oneOf(Object.keys(languages) as Language[]));
const listeners = new Set<() => void>();

let spoken: { readonly language: Language; readonly words: Words } = { language: 'en', words: en };
let wanted: Language = 'en';

export const useLanguage = (): Language => useSyncExternalStore(subscribe, () => spoken.language);

/** For the `lang` of what the page says within a text of another language. */
export const useLanguageTag = (): string => languageTags[useLanguage()];

export const useWords = (): Words => useSyncExternalStore(subscribe, () => spoken.words);

/** Speaks the language that was chosen here, or else the first of the browser's that the page knows. */
export const speakFirst = (): Promise<void> => change(chosen.read() ?? preferred());

export async function speak(language: Language): Promise<void> {
  chosen.keep(language);
  await change(language);
}

/** A dictionary that does not come leaves the page in the language that it speaks. */
async function change(language: Language): Promise<void> {
  wanted = language;
  const words = language === 'en' ? en : await others[language]().catch(() => undefined);
  if (words === undefined || wanted !== language) return;
  spoken = { language, words };
  document.documentElement.lang = languageTags[language];
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function preferred(): Language {
  return navigator.languages.map((tag) => known(tag.split('-')[0] ?? '')).find((tag) => tag !== undefined) ?? 'en';
}

function known(tag: string): Language | undefined {
  return Object.hasOwn(languages, tag) ? (tag as Language) : undefined;
}
