import type { EventReason, EventValues } from '../event-values.ts';
import type { Words } from '../words.ts';
import { reasons } from './reasons.ts';
import { units } from './units.ts';

type Say = (of: EventValues) => string;

const pieces = { tutorial: '学习指南', resources: '学习资源', quiz: '自测题' };
const size: Say = (of) => `${units.stages(of.stages)}、${units.concepts(of.concepts)}`;
const quoted = (texts: readonly string[]) => texts.map((text) => `“${text}”`).join('、');
const unclear: Say = (of) => (of.notUnderstood.length > 0 ? `未能理解：${quoted(of.notUnderstood)}` : '');

const known: Readonly<Record<string, (values: readonly string[]) => string>> = reasons;
const because = (told: readonly EventReason[]) => told.map(({ key, message, values }) => known[key]?.(values) ?? message).join('');
const problems: Readonly<Record<string, string>> = {
  plan_not_changed: '未能修改计划。',
  plan_has_errors: '按意见修改后的计划有错误。',
};

const problem: Say = (of) => {
  const first = problems[of.problemKey];
  return first === undefined ? of.problem : first + because(of.problemReasons);
};

export const said: Words['said'] = {
  goal_reading: () => '正在阅读你的目标',
  goal_not_understood: () => '未能理解目标',
  plan_designing: () => '正在设计计划',
  plan_designed: (of) => `已设计 ${size(of)}`,
  plan_not_designed: () => '未能设计出计划',
  plan_checked: () => '结构检查完毕：没有问题',
  plan_checked_issues: (of) =>
    [`结构检查完毕：${units.issues(of.issues)}，得分 ${units.number(of.score)} / 100`, because(of.worst)]
      .filter(Boolean)
      .join('。'),
  plan_has_errors: () => '计划有错误，无法使用',
  plan_changing: () => '正在按意见修改计划',
  plan_changed: (of) =>
    [`计划已修改${of.edits.length > 0 ? `（${of.edits.join('、')}）` : ''}：现为 ${size(of)}`, unclear(of)].filter(Boolean).join('；'),
  plan_unchanged: (of) => ['没有任何改动', problem(of), ...of.reasons, unclear(of)].filter(Boolean).join('：'),
  plan_not_changed: () => '未能修改计划',
  plan_ready: () => '计划已就绪，请你审阅',
  plan_as_it_was: () => '计划保持原样，等待你审阅',
  method_wanted: () => '你想要这个吗？它只是一套学习方法，并不讲授该主题本身',
  review_asked: () => '请通过计划，或写明修改意见后退回',
  feedback_reading: () => '正在阅读修改意见',
  content_begun: (of) =>
    of.kept === 0
      ? `开始编写 ${units.concepts(of.concepts)}的内容`
      : `开始编写 ${units.concepts(of.concepts - of.kept)}的内容，另有 ${units.number(of.kept)} 个已有内容`,
  concept_started: (of) => `${of.name}：正在编写${pieces[of.piece]}`,
  concept_piece_made: (of) => `${of.name}：${pieces[of.piece]}已完成`,
  concept_piece_failed: (of) => `${of.name}：${pieces[of.piece]}未能完成`,
  concept_made: (of) => `${of.name}：全部完成`,
  concept_written: (of) => `${of.name}：学习指南已写 ${units.characters(of.characters)}`,
  concepts_done: (of) => `已完成 ${units.number(of.done)} / ${units.concepts(of.concepts)}`,
  nothing_made: () => '所有知识点的内容都未能生成',
  batch_begun: (of) => `开始第 ${of.batch} 批，共 ${of.batches} 批`,
  batch_done: (of) => `第 ${of.batch} 批已完成，共 ${of.batches} 批`,
  roadmap_ready: () => '你的路线图已就绪',
  roadmap_ready_in_part: (of) => `你的路线图已就绪，但有 ${units.concepts(of.failed)}的内容不完整`,
  work_recovered: () => '工作曾中断，现从中断处继续',
  work_anew: () => '有一部分无法读取，正在重新生成',
  cancelled: () => '已取消',
  attempt_begun: (of) => `开始第 ${of.attempt} 次尝试`,
  unreadable: () => '已存储的内容无法读取',
  server_fault: () => '服务器出现故障，工作已停止',
  worker_silent: () => '执行方失去联系：太久没有任何报告',
};
