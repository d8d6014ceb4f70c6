import { site } from './site.ts';

/** What the page says, by the folder of whoever says it. Sentences with a figure in them are functions. */
export const en = { site };
