import type { Words } from '../words.ts';

const locale = 'zh-CN';
const numbers = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
const clocks = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
const moments = new Intl.DateTimeFormat(locale, { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const days = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' });

const counted = (unit: string) => (value: number) => `${numbers.format(value)} ${unit}`;

export const units: Words['units'] = {
  number: (value) => numbers.format(value),
  hours: counted('小时'),
  weeks: counted('周'),
  concepts: counted('个知识点'),
  stages: counted('个阶段'),
  issues: counted('个问题'),
  characters: counted('个字符'),
  tasks: counted('个任务'),
  events: counted('条事件'),
  percent: (value) => `${value}%`,
  perSecond: (value) => `每秒 ${numbers.format(value)} 项`,
  weekSpan: (first, last) => (first === last ? `第 ${first} 周` : `第 ${first}–${last} 周`),
  span: (least, most) => `${least} 到 ${most}`,
  clock: (timestamp) => clocks.format(new Date(timestamp)),
  moment: (timestamp) => moments.format(new Date(timestamp)),
  day: (timestamp) => days.format(new Date(timestamp)),
  duration: (hours, minutes, seconds) =>
    [hours > 0 && `${hours} 小时`, minutes > 0 && `${minutes} 分`, seconds > 0 && `${seconds} 秒`].filter(Boolean).join(' ') || '0 秒',
};
