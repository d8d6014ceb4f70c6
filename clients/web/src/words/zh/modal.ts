import type { Words } from '../words.ts';

export const modal: Words['modal'] = {
  close: '关闭',
};
