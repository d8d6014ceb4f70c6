import type { en } from './en/index.ts';

/** A dictionary of the page. What the English one has, each of the others has: the compiler sees to it. */
export type Words = typeof en;
