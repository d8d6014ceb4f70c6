import type { Words } from '../words.ts';

export const keys: Words['keys'] = {
  heading: '键盘快捷键',
  help: '显示本说明',
  newRoadmap: '新建路线图',
  tasks: '查看我的任务',
  send: '发送正在填写的内容',
  leave: '关闭对话框，或放弃取消',
  singleKeys: '启用单键快捷键',
};
