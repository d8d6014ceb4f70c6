import type { RoadmapDocument } from 'roadmap-task-progress';
import { describe, expect, it } from 'vitest';
import { figuresOf, lastDay, nextConcept, resumeAt, withMark, type Progress } from '../src/learn/progress.ts';
import { progressForm } from '../src/learn/progress-store.ts';
import { daysBetween, nextMonday, plusDays } from '../src/shared/days.ts';

const roadmap = {
  total_hours: 20,
  hours_per_week: 8,
  weeks: 3,
  stages: [
    {
      modules: [
        {
          concepts: [
            { concept_id: 'a', name: 'A', hours: 4, prerequisites: [] },
            { concept_id: 'b', name: 'B', hours: 6, prerequisites: ['a'] },
            { concept_id: 'c', name: 'C', hours: 6.5, prerequisites: [] },
            { concept_id: 'd', name: 'D', hours: 3.5, prerequisites: ['b', 'left-out'] },
          ],
        },
      ],
    },
  ],
} as unknown as RoadmapDocument;

const begun = (...learnt: string[]): Progress => ({ started: '2026-03-02', learnt });

describe('somebody who learns by a roadmap', () => {
  it.each([
    ['2026-03-01', 0],
    ['2026-03-02', 1],
    ['2026-03-08', 1],
    ['2026-03-09', 2],
    // Clocks are put forward in between.
    ['2026-04-06', 6],
  ])('is on %s in week %i', (today, week) => {
    expect(figuresOf(roadmap, begun(), today).week).toBe(week);
  });

  it('has so many hours done and left, whatever was ticked that the plan has no longer', () => {
    const figures = figuresOf(roadmap, begun('a', 'c', 'gone'), '2026-03-02');
    expect(figures).toEqual({ concepts: 4, learnt: 2, hoursDone: 10.5, hoursLeft: 9.5, week: 1 });
  });

  it.each([
    [[], 'a'],
    [['a'], 'b'],
    [['b'], 'a'],
    [['a', 'c'], 'b'],
    [['a', 'b', 'c'], 'd'],
    [['a', 'b', 'c', 'd'], undefined],
  ])('who knows %j has next the first whose prerequisites are known: %s', (learnt, next) => {
    expect(nextConcept(roadmap, begun(...learnt))?.concept_id).toBe(next);
  });

  it('goes on where the last reading was, until that is learnt', () => {
    const reading = { ...begun('a'), last: 'c' };
    expect(resumeAt(roadmap, reading)?.concept_id).toBe('c');
    expect(resumeAt(roadmap, withMark(reading, 'c', true))?.concept_id).toBe('b');
    expect(resumeAt(roadmap, { ...reading, last: 'gone' })?.concept_id).toBe('b');
  });

  it('ticks a concept once, and takes it back', () => {
    const twice = withMark(withMark(begun(), 'a', true), 'a', true);
    expect(twice.learnt).toEqual(['a']);
    expect(withMark(twice, 'a', false).learnt).toEqual([]);
  });

  it('arrives when the hours are over', () => {
    expect(lastDay(roadmap, '2026-03-02')).toBe('2026-03-19');
  });

  it.each([
    [null], ['x'], [{}], [{ started: 'soon', learnt: [] }], [{ started: '2026-03-02', learnt: 'a' }],
    [{ started: '2026-03-02', learnt: [], last: 7 }],
  ])('has begun nothing by %j', (kept) => {
    expect(progressForm(kept)).toBe(false);
  });

  it('has what was kept', () => {
    expect(progressForm({ started: '2026-03-02', learnt: ['a'], last: 'a', more: 1 })).toBe(true);
    expect(progressForm({ started: '2026-03-02', learnt: [] })).toBe(true);
  });
});

describe('a day', () => {
  it.each([
    ['2026-11-26', '2026-11-30'],
    ['2026-11-29', '2026-11-30'],
    ['2026-11-30', '2026-12-07'],
    ['2026-12-31', '2027-01-04'],
  ])('%s has its next Monday on %s', (day, monday) => {
    expect(nextMonday(day)).toBe(monday);
  });

  it('is so many days from another, over months and changes of the clock', () => {
    expect(plusDays('2026-02-27', 3)).toBe('2026-03-02');
    expect(daysBetween('2026-03-02', '2026-04-06')).toBe(35);
  });
});
