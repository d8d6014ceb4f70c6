import { describe, expect, it } from 'vitest';
import { MessageKeys, ReasonKeys, type TaskEvent } from 'roadmap-task-progress';
import { valuesOf } from '../src/task/event-values.ts';
import { en } from '../src/words/en/index.ts';
import { zh } from '../src/words/zh/index.ts';

/** Names that are the same in every language. */
const names = new Set(['site.name']);

/** Values of several kinds, so that a sentence is made whatever its figures are. */
const samples = [0, 1, 2, 5, 1_000.5];

interface Entry {
  readonly path: string;
  readonly said: readonly string[];
}

/** Every entry of a dictionary, with all that it says. */
function entriesOf(words: object, within: readonly string[] = []): Entry[] {
  return Object.entries(words).flatMap(([name, value]: [string, unknown]) => {
    const here = [...within, name];
    if (typeof value === 'object' && value !== null) return entriesOf(value, here);
    const path = here.join('.');
    return { path, said: typeof value === 'string' ? [value] : say(path, value as (...given: unknown[]) => string) };
  });
}

function say(path: string, sentence: (...given: unknown[]) => string): string[] {
  if (path.startsWith('reasons.')) return [sentence(['3', '7', '9'])];
  if (path.startsWith('said.')) return [sentence(valuesOf({} as TaskEvent))];
  return samples.map((sample) => {
    try {
      return sentence(sample, sample + 1, sample + 2);
    } catch {
      return sentence(['2026-01-01T12:00:00Z'], '2026-01-01T12:00:00Z', '2026-01-01T12:00:00Z');
    }
  });
}

describe('the dictionaries', () => {
  it('have the same entries', () => {
    const paths = entriesOf(zh).map(({ path }) => path);
    // The server's own reasons are English.
    expect(paths.filter((path) => !path.startsWith('reasons.'))).toEqual(entriesOf(en).map(({ path }) => path));
  });

  it.each([
    ['English', en],
    ['Chinese', zh],
  ])('say something everywhere: %s', (_, words) => {
    expect(entriesOf(words).filter(({ said }) => said.some((text) => typeof text !== 'string' || text.trim() === ''))).toEqual([]);
  });

  it('are Chinese in Chinese', () => {
    const foreign = entriesOf(zh).filter(
      ({ path, said }) => !names.has(path) && said.some((text) => /[a-z]{2}/i.test(text) && !/\p{Script=Han}/u.test(text)),
    );
    expect(foreign).toEqual([]);
  });

  it('know what the server says', () => {
    expect(Object.keys(en.said).sort()).toEqual(Object.values(MessageKeys).sort());
    const sentences = Object.values(ReasonKeys).filter((key) => key !== ReasonKeys.asTold);
    expect(Object.keys(zh.reasons).sort()).toEqual(sentences.sort());
  });

  it('say why something went wrong, and what is wrong with a plan', () => {
    const reason = { key: 'model_status', message: 'The model’s endpoint answers with status 503', values: ['503'] };
    const issue = { key: 'few_concepts', message: 'The plan has 2 concepts only.', values: ['2'] };
    const problem = 'The plan could not be changed. The model’s endpoint answers with status 503.';
    const unchanged = valuesOf({ data: { review: { problem, problem_key: 'plan_not_changed', problem_reasons: [reason] } } } as never);
    const checked = valuesOf({ data: { score: 95, issues: [issue, { key: 'of_a_later_server', message: 'As it was told.' }] } } as never);
    expect([en, zh].flatMap(({ said }) => [said.plan_unchanged(unchanged), said.plan_checked_issues(checked)])).toEqual([
      'Nothing was changed: The plan could not be changed. The model’s endpoint answers with status 503.',
      'Checked the structure: 2 issues, score 95 of 100. The plan has 2 concepts only. As it was told.',
      '没有任何改动：未能修改计划。模型服务返回状态 503。',
      '结构检查完毕：2 个问题，得分 95 / 100。计划中只有 2 个知识点。As it was told.',
    ]);
  });

  it('count one of a thing as one', () => {
    const { hours, weeks, concepts, weekSpan } = en.units;
    expect([hours(1), hours(2.5), weeks(1), weeks(0), concepts(1_000), weekSpan(1, 1)]).toEqual([
      '1 hour',
      '2.5 hours',
      '1 week',
      '0 weeks',
      '1,000 concepts',
      'week 1',
    ]);
    expect([zh.units.hours(1), zh.units.weekSpan(2, 3)]).toEqual(['1 小时', '第 2–3 周']);
  });
});
