import type { Words } from '../words.ts';

export const site: Words['site'] = {
  name: 'Roadmap',
  skip: '跳到正文',
  newRoadmap: '新建路线图',
  myTasks: '我的任务',
  pages: '页面',
  language: '语言',
  loading: '正在加载……',
  partMissing: '页面的这一部分没有加载成功。',
  loadAgain: '重新加载页面',
};
