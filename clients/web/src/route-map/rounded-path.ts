export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A line through points whose corners are round. */
export function roundedPath(points: readonly Point[], radius: number): string {
  const [first, ...rest] = points;
  if (first === undefined) return '';
  let path = `M${first.x} ${first.y}`;
  let before = first;
  rest.forEach((corner, index) => {
    const next = rest[index + 1];
    if (next === undefined) {
      path += ` L${corner.x} ${corner.y}`;
      return;
    }
    const into = toward(corner, before, radius);
    const out = toward(corner, next, radius);
    path += ` L${into.x} ${into.y} Q${corner.x} ${corner.y} ${out.x} ${out.y}`;
    before = corner;
  });
  return path;
}

/** The point that lies so far from a corner on the way to another, and never beyond the half of it. */
function toward(corner: Point, other: Point, distance: number): Point {
  const length = Math.hypot(other.x - corner.x, other.y - corner.y);
  const part = length === 0 ? 0 : Math.min(distance / length, 0.5);
  return { x: corner.x + (other.x - corner.x) * part, y: corner.y + (other.y - corner.y) * part };
}
