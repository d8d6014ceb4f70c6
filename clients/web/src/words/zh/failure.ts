import type { Words } from '../words.ts';
import { units } from './units.ts';

export const failure: Words['failure'] = {
  stoppedAt: '停在',
  details: '详细原因',
  tried: '已经做过的尝试',
  pieces: (pieces) => `${units.number(pieces)} 项内容未能生成，重试后仍未成功`,
  eventsOf: (attempt) => `第 ${attempt} 次尝试的事件`,
  earlierGone: '更早的尝试不在当前显示的日志中。',
  canDo: '你可以怎么做',
  tryAgain: '再试一次：已完成的内容会保留，只生成其余部分。',
  startOver: '或者换一种说法，重新请求一份路线图。',
  byOwner: '任务的所有者可以再试一次。',
  byWorker: '需要由执行它的程序重新开始，这里无法操作。',
};
