import type { Words } from '../words.ts';

export const routeMap: Words['routeMap'] = {
  heading: '路线',
  said: (state) => `，${state}`,
  states: {
    waiting: '等待中',
    partly: '部分完成',
    making: '正在编写',
    made: '已完成',
    failed: '失败',
    learnt: '已学会',
    next: '下一个',
  },
};
