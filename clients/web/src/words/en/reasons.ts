import type { Reasons } from '../reasons.ts';

/** The server's own sentences are English, and are shown as they were told: here they would only make the first view larger. */
export const reasons: Partial<Reasons> = {};
