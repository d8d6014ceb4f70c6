import type { Words } from '../words.ts';
import { units } from './units.ts';

export const making: Words['making'] = {
  editing: '正在修改计划',
  planAppears: '计划设计好之后会立刻显示在这里。',
  concepts: '知识点',
  made: (completed, total) => `已完成 ${completed} / ${total}`,
  failed: (failed) => `${failed} 个失败`,
  unnamed: (concepts) => `另有 ${concepts} 个只知道数目。`,
  conceptStates: { waiting: '等待中', partly: '部分完成', making: '编写中', made: '已完成', failed: '失败' },
  pieceState: (piece, state) => `${piece}：${state}`,
  planEdited: '计划正在修改',
  planEditedLead: '正在按你的意见修改，改好后会再交给你审阅。',
  approved: '计划已通过，即将开始编写内容。',
  question: '这是你想要的计划吗？',
  suggestions: '建议',
  quick: ['短一点', '多一些练习', '少一些理论', '每周少一点时间'],
  leaveOut: (concept) => `去掉 ${concept}`,
  feedback: '哪里需要修改？',
  feedbackExample: '多一些练习，去掉 Docker',
  approve: '通过计划',
  sendBack: '退回修改',
  clearToApprove: '要原样通过，请先清空文字。',
  understood: '已理解',
  notUnderstood: '未能理解',
  quoted: (words) => `“${words}”`,
  changesNothing: '这不会改变计划。',
  stays: (counted) => `仍为 ${counted}`,
  becomes: (before, counted) => `${units.number(before)} → ${counted}`,
  list: (parts) => parts.join('，'),
  methodOnly:
    '这里没有这个主题的知识：' +
    '这份计划只是一套学习方法，并不讲授该主题本身。如果这正是你想要的，请通过它。',
  takenFor: '你的目标被理解为',
  didYouMean: '你指的是下面哪一个吗？',
  whatCame: '你的意见带来的改动',
  nothingChanged: '没有任何改动',
};
