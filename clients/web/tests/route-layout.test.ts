import { describe, expect, it } from 'vitest';
import { layoutRoute, rowHeight, stageHeight, type RouteStage } from '../src/route-map/layout.ts';

const plan = (concepts: number, stages: number): RouteStage[] =>
  Array.from({ length: stages }, (_, stage) => ({
    id: `s${stage}`,
    concepts: Array.from({ length: Math.ceil((concepts - stage) / stages) }, (_, index) => ({
      id: `s${stage}-c${index}`,
      prerequisites: index % 3 === 0 ? [] : [`s${stage}-c${index - 1}`],
    })),
  }));

const sizes: readonly (readonly [number, number])[] = [[1, 1], [16, 4], [60, 5], [300, 6]];
const widths = [256, 304, 640, 1100];
const cases = sizes.flatMap(([concepts, stages]) => widths.map((width) => [concepts, stages, width] as const));

describe('the route of a plan', () => {
  it.each(cases)('has %i concepts of %i stages in order, within %i, each with room for its name', (concepts, stages, width) => {
    const given = plan(concepts, stages);
    const { stations, stages: marks, height, path } = layoutRoute(given, width);

    expect(stations.map((station) => station.id)).toEqual(given.flatMap((stage) => stage.concepts.map((concept) => concept.id)));
    expect(marks.map((mark) => mark.id)).toEqual(given.map((stage) => stage.id));
    for (const { x, y, labelX, labelWidth } of stations) {
      expect(x).toBeGreaterThan(0);
      expect(y).toBeLessThan(height);
      expect(labelX).toBeGreaterThanOrEqual(x + 16);
      expect(labelWidth).toBeGreaterThanOrEqual(140);
      expect(labelX + labelWidth).toBeLessThanOrEqual(width);
    }
    const names = [...stations.map(({ labelX, y }) => ({ x: labelX, y: y - rowHeight / 2 })), ...marks];
    const places = new Set(names.map(({ x, y }) => `${x}:${y}`));
    expect(places.size).toBe(names.length);
    expect(path.match(/M/g)).toHaveLength(1);
    expect(path).not.toContain('NaN');
  });

  it('is the same for the same plan', () => {
    expect(layoutRoute(plan(60, 5), 640)).toEqual(layoutRoute(plan(60, 5), 640));
  });

  it('leads through all stations, one stretch after the other', () => {
    const { stations, path } = layoutRoute(plan(16, 4), 1100);

    stations.slice(1).forEach((station, index) => {
      const before = stations[index];
      expect(station.path.startsWith(`M${before?.x} ${before?.y} `)).toBe(true);
      expect(station.path.endsWith(`${station.x} ${station.y}`)).toBe(true);
      expect(path).toContain(station.path.replace(/^M\S+ \S+ /, ''));
    });
  });

  it('stands further to the right the more a concept builds upon its stage, and not for ever', () => {
    const chain = ['elsewhere', 'a', 'b', 'c', 'd', 'e', 'f'];
    const concepts = chain.slice(1).map((id, index) => ({ id, prerequisites: [chain[index] ?? ''] }));
    const { stations } = layoutRoute([{ id: 's', concepts: [...concepts, { id: 'free', prerequisites: [] }] }], 304);

    expect(stations.map(({ x }) => (x - 16) / 16)).toEqual([0, 1, 2, 3, 3, 3, 0]);
  });

  it('has whole stages in its columns, as even as they can be', () => {
    const { stages, height } = layoutRoute(plan(16, 4), 1100);

    expect(new Set(stages.map((mark) => mark.x)).size).toBe(4);
    expect(height).toBe(32 + stageHeight + 4 * rowHeight);
  });

  it('is nothing for a plan of nothing', () => {
    expect(layoutRoute([], 304)).toMatchObject({ stations: [], stages: [], path: '' });
  });
});
