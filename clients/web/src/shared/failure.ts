import { TaskProgressError } from 'roadmap-task-progress';
import type { Words } from '../words/words.ts';
import { find, type Said } from './text.ts';

/** What went wrong, in words for people: by its code, or as it was told. */
export function failureOf(error: unknown, { errors }: Words): Said {
  if (!(error instanceof TaskProgressError)) return { text: errors.unknown };
  const known = find(errors.byCode, error.code);
  return known === undefined ? { text: error.message, lang: 'en' } : { text: known };
}
