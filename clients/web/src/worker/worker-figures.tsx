import type { ReactNode } from 'react';
import { Spoken } from '../shared/spoken.tsx';
import { readable, saidBySomebody, type Said } from '../shared/text.ts';
import { hasEnded, type TaskModel } from '../task/task-model.ts';
import { perSecond } from '../task/throughput.ts';
import { useWords } from '../words/language.ts';

/** More are a table, not a glance. */
const mostReported = 8;

/** What can be counted: by the server's own figures, and what the worker told beside its last message. */
export function WorkerFigures({ model, nowMs }: { model: TaskModel; nowMs: number }) {
  const { units, watch } = useWords();
  const { completed, failed, total } = model.counts;
  const done = completed + failed;
  const rate = hasEnded(model) ? undefined : perSecond(model.throughput, nowMs);
  const reported = Object.entries(model.data).flatMap(([name, value]) => reportedFigure(name, value, units.number));
  if (total === 0 && done === 0 && reported.length === 0) return null;
  return (
    <dl className="figures worker-figures" aria-label={watch.figures}>
      {(total > 0 || done > 0) && (
        <Figure term={{ text: watch.counted }}>
          {total > 0 ? watch.ofTotal(completed, total) : units.number(completed)}
          {failed > 0 && <small className="bad-figure">{watch.failedOnes(failed)}</small>}
        </Figure>
      )}
      {rate !== undefined && <Figure term={{ text: watch.pace }}>{units.perSecond(rate)}</Figure>}
      {reported.slice(0, mostReported).map(({ name, term, value }) => (
        <Figure key={name} term={term}>
          <Spoken said={value} />
        </Figure>
      ))}
    </dl>
  );
}

interface Reported {
  readonly name: string;
  readonly term: Said;
  readonly value: Said;
}

function reportedFigure(name: string, value: unknown, number: (value: number) => string): Reported[] {
  if (name === 'total_concepts') return [];
  if (typeof value === 'number') return [{ name, term: readable(name), value: { text: number(value) } }];
  return typeof value === 'string' && value !== '' ? [{ name, term: readable(name), value: saidBySomebody(value) }] : [];
}

function Figure({ term, children }: { term: Said; children: ReactNode }) {
  return (
    <div>
      <dt lang={term.lang}>{term.text}</dt>
      <dd>{children}</dd>
    </div>
  );
}
