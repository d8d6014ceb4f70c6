import type { Words } from '../words.ts';
import { units } from './units.ts';

export const tasks: Words['tasks'] = {
  heading: '我的任务',
  lead: '你能看到的全部任务，最新的在前，会自动更新。',
  filter: '筛选',
  state: '状态',
  anyState: '全部状态',
  kind: '类型',
  anyKind: '全部类型',
  search: '按标题或编号搜索',
  loading: '正在查找任务…',
  none: '还没有任务。',
  noneFits: '没有符合条件的任务，请换一个状态或类型，或换个搜索词。',
  shown: (shown) => units.tasks(shown),
  changed: (moment) => `更新于 ${moment}`,
  attempt: (attempt) => `第 ${attempt} 次尝试`,
  older: '读取更早的任务',
  olderAgain: '读取失败，再试一次',
  readingOlder: '正在读取更早的任务…',
  olderNote: '更早的任务显示的是读取时的状态。',
  progressOf: (title) => `${title} 的进度`,
};
