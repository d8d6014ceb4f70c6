import type { Words } from '../words.ts';
import { units } from './units.ts';

export const learn: Words['learn'] = {
  week: (week, weeks) => (week <= weeks ? `第 ${week} 周，共 ${weeks} 周` : `第 ${week} 周，原计划 ${weeks} 周`),
  beginsOn: (day) => `${day} 开始`,
  hours: (done, left) => `已学 ${units.hours(done)}，还剩 ${units.hours(left)}`,
  learntOf: (learnt, concepts) => `已学会 ${learnt} / ${concepts} 个知识点`,
  progress: '已学的小时数',
  resume: (concept) => `继续：${concept}`,
  arrived: '全部学完，你已到达终点。',
  learnt: (concept) => `已学会：${concept}`,
  markLearnt: '我已学会',
  keptHere: '你的勾选只保存在这台设备的这个浏览器里，不会保存到别处。',
  forget: '重新开始',
  forgetAsk: '清除所有勾选？',
  forgetYes: '是，清除',
  forgetNo: '保留',
};
