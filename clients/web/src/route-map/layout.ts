import { roundedPath, type Point } from './rounded-path.ts';

/** A stage of the plan, as far as the map needs to know it. */
export interface RouteStage {
  readonly id: string;
  readonly concepts: readonly { readonly id: string; readonly prerequisites: readonly string[] }[];
}

export interface Station {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  /** Where its name begins, and how wide it may be. */
  readonly labelX: number;
  readonly labelWidth: number;
  /** The stretch of the line that leads here from the station before; empty at the first one. */
  readonly path: string;
}

export interface StageMark {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/** In units of a sixteenth of the font's size, so that names and line grow together. */
export interface RouteLayout {
  readonly width: number;
  readonly height: number;
  readonly stages: readonly StageMark[];
  readonly stations: readonly Station[];
  /** The whole line. */
  readonly path: string;
}

export const rowHeight = 44;
export const stageHeight = 40;
const margin = 16;
const laneWidth = 16;
const deepest = 3;
const gutter = 20;
const radius = 12;
const leastColumn = 256;

interface Stop {
  readonly id: string;
  readonly lane: number;
}

/**
 * Where the line of a plan runs. It goes down through its stations in the order in which they are learnt, and the more of its own stage a
 * concept builds upon, the further to the right it stands. Where there is room for several columns, each has whole stages.
 */
export function layoutRoute(stages: readonly RouteStage[], width: number): RouteLayout {
  const columns = distribute(stages, Math.max(1, Math.min(stages.length, Math.floor(width / leastColumn))));
  const columnWidth = width / columns.length;
  const heights = columns.map((column) => column.reduce((sum, stage) => sum + heightOf(stage), 0));
  const height = Math.max(...heights) + 2 * margin;

  const marks: StageMark[] = [];
  const stations: Station[] = [];
  columns.forEach((column, index) => {
    const left = index * columnWidth;
    const stops = column.map(stopsOf);
    const labelX = left + margin + Math.max(...stops.flat().map((stop) => stop.lane), 0) * laneWidth + 18;
    const labelWidth = left + columnWidth - gutter - labelX;
    let y = margin;
    for (const [place, stage] of column.entries()) {
      marks.push({ id: stage.id, x: labelX, y, width: labelWidth });
      y += stageHeight;
      for (const stop of stops[place] ?? []) {
        const at = { x: left + margin + stop.lane * laneWidth, y: y + rowHeight / 2 };
        const before = stations.at(-1);
        const path = before === undefined ? '' : stretch(before, at, left - gutter / 2, height);
        stations.push({ id: stop.id, ...at, labelX, labelWidth, path });
        y += rowHeight;
      }
    }
  });
  return { width, height, stages: marks, stations, path: lineThrough(stations) };
}

function lineThrough([first, ...others]: readonly Station[]): string {
  if (first === undefined) return '';
  const stretches = others.map((station) => station.path.replace(/^M\S+ \S+ /, ''));
  return [`M${first.x} ${first.y}`, ...stretches].join(' ');
}

/** From one station to the next: down, or over the gutter to the top of the next column. */
function stretch(from: Point, to: Point, gutterX: number, height: number): string {
  if (to.y > from.y) {
    const middle = (from.y + to.y) / 2;
    const way = from.x === to.x ? `L${to.x} ${to.y}` : `C${from.x} ${middle} ${to.x} ${middle} ${to.x} ${to.y}`;
    return `M${from.x} ${from.y} ${way}`;
  }
  const bottom = height - margin / 2;
  const top = margin / 2;
  return roundedPath([from, { x: from.x, y: bottom }, { x: gutterX, y: bottom }, { x: gutterX, y: top }, { x: to.x, y: top }, to], radius);
}

function stopsOf(stage: RouteStage): readonly Stop[] {
  const lanes = new Map<string, number>();
  return stage.concepts.map(({ id, prerequisites }) => {
    const known = prerequisites.map((other) => lanes.get(other)).filter((lane) => lane !== undefined);
    const lane = known.length === 0 ? 0 : Math.min(deepest, Math.max(...known) + 1);
    lanes.set(id, lane);
    return { id, lane };
  });
}

const heightOf = (stage: RouteStage): number => stageHeight + stage.concepts.length * rowHeight;

/** Whole stages, in their order, so that the highest of the columns is as low as it can be. */
function distribute(stages: readonly RouteStage[], count: number): readonly (readonly RouteStage[])[] {
  const fits = (limit: number): RouteStage[][] => {
    const columns: RouteStage[][] = [[]];
    let filled = 0;
    for (const stage of stages) {
      const height = heightOf(stage);
      if (filled > 0 && filled + height > limit) {
        columns.push([]);
        filled = 0;
      }
      columns.at(-1)?.push(stage);
      filled += height;
    }
    return columns;
  };
  let limit = Math.max(...stages.map(heightOf), 0);
  while (fits(limit).length > count) limit += rowHeight / 2;
  return fits(limit);
}
