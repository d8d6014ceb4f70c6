import { useSyncExternalStore } from 'react';
import { en } from './en/index.ts';
import type { Words } from './words.ts';
import { zh } from './zh/index.ts';

export const languages = { en: 'English', zh: '中文' } as const;
export type Language = keyof typeof languages;

const dictionaries: Record<Language, Words> = { en, zh };
const tags: Record<Language, string> = { en: 'en', zh: 'zh-Hans' };
const chosenKey = 'roadmap:language';
const listeners = new Set<() => void>();

let language = chosen() ?? preferred();
document.documentElement.lang = tags[language];

/** The language that the page speaks: the one that was chosen here, or else the first of the browser's that it knows. */
export const useLanguage = (): Language => useSyncExternalStore(subscribe, () => language);

export const useWords = (): Words => dictionaries[useLanguage()];

export function speak(next: Language): void {
  language = next;
  document.documentElement.lang = tags[next];
  try {
    localStorage.setItem(chosenKey, next);
  } catch {
    // A browser that keeps nothing speaks it until the page is closed.
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function chosen(): Language | undefined {
  try {
    return known(localStorage.getItem(chosenKey) ?? '');
  } catch {
    return undefined;
  }
}

function preferred(): Language {
  return navigator.languages.map((tag) => known(tag.split('-')[0] ?? '')).find((tag) => tag !== undefined) ?? 'en';
}

function known(tag: string): Language | undefined {
  return tag in dictionaries ? (tag as Language) : undefined;
}
