import type { Words } from '../words.ts';

export const site: Words['site'] = {
  skip: '跳到正文',
  newRoadmap: '新的路线图',
  language: '语言',
};
