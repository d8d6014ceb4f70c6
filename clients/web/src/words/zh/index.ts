import type { Words } from '../words.ts';
import { site } from './site.ts';

export const zh: Words = { site };
