import type { Words } from '../words.ts';

export const copyButton: Words['copyButton'] = {
  copy: '复制',
  copied: '已复制',
  refused: '浏览器不允许复制',
};
