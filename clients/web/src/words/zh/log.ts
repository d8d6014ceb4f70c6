import type { Words } from '../words.ts';
import { units } from './units.ts';

export const log: Words['log'] = {
  heading: '过程记录',
  everyDetail: '显示所有细节',
  latestFirst: '日志，最新的在前',
  search: '搜索日志',
  found: (events) => (events === 0 ? '没有找到' : `找到 ${units.events(events)}`),
  nothing: '还没有记录。',
  earlierGone: '更早的记录已不再保留。',
  readingEarlier: '正在读取更早的记录…',
  readEarlier: '读取更早的记录',
  readEarlierAgain: '读取失败，再试一次',
  copyEvent: '复制这条事件',
  link: '这条事件的链接',
  details: (seq) => `第 ${units.number(seq)} 条事件的全部内容`,
};
