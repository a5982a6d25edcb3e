/**
 * Two lassos made one: the union, or one without the other.
 *
 * By the even-odd rule an outline is a set of edges, whatever their order and direction, and an edge that is walked
 * twice counts for nothing. So loops that lie apart, and holes, travel as one polygon: paths there and back join them.
 */

import { MAX_VERTICES } from "../data/wire";
import { type Point, type Polygon, simplified } from "./polygon";

type Edge = readonly [from: Point, to: Point];

/** What lies in either. */
export function united(a: Polygon, added: Polygon): Polygon {
  const b = apartFrom(a, added);
  const [first, second] = crossed(a, b);
  return joined([...first.filter((edge) => !isIn(b, edge)), ...second.filter((edge) => !isIn(a, edge))]);
}

/** What lies in the first and not in the second; a polygon that holds nothing where that is nothing. */
export function without(a: Polygon, taken: Polygon): Polygon {
  const b = apartFrom(a, taken);
  const [first, second] = crossed(a, b);
  const left = joined([...first.filter((edge) => !isIn(b, edge)), ...second.filter((edge) => isIn(a, edge))]);
  const [nowhere = [0, 0]] = a;
  return left.length > 0 ? left : [nowhere, nowhere, nowhere];
}

/** The closed lines of a polygon, without the paths between them. */
export function loopsOf(polygon: Polygon): Point[][] {
  return loops(edgesOf(polygon));
}

/** The edges that count: of those walked an even number of times nothing is left. */
function edgesOf(polygon: Polygon): Edge[] {
  const held = new Map<string, Edge>();
  polygon.forEach((to, i) => {
    const from = polygon.at(i - 1) ?? to;
    const name = [keyOf(from), keyOf(to)].sort().join(" ");
    if (keyOf(from) === keyOf(to)) return;
    if (!held.delete(name)) held.set(name, [from, to]);
  });
  return [...held.values()];
}

function keyOf([x, y]: Point): string {
  return `${x} ${y}`;
}

/** Edges that lie on each other lie on no side: where the two share corners the second is moved by a hair. */
function apartFrom(a: Polygon, b: Polygon): Polygon {
  const taken = new Set(a.map(keyOf));
  if (!b.some((point) => taken.has(keyOf(point)))) return b;
  const size = Math.max(...a.map(([x, y]) => Math.abs(x) + Math.abs(y)), Number.MIN_VALUE);
  return b.map(([x, y]) => [x + 1.7e-9 * size, y + 0.9e-9 * size]);
}

/** The edges of both, cut where they cross each other. */
function crossed(a: Polygon, b: Polygon): readonly [Edge[], Edge[]] {
  const [first, second] = [edgesOf(a), edgesOf(b)];
  const cuts = [first, second].map((edges) => edges.map((): [share: number, at: Point][] => []));
  first.forEach((edge, i) => {
    second.forEach((other, j) => {
      const found = crossing(edge, other);
      if (!found) return;
      cuts[0]?.[i]?.push([found.share, found.at]);
      cuts[1]?.[j]?.push([found.otherShare, found.at]);
    });
  });
  return [cutAt(first, cuts[0] ?? []), cutAt(second, cuts[1] ?? [])];
}

function crossing([[ax, ay], [bx, by]]: Edge, [[cx, cy], [dx, dy]]: Edge) {
  const across = (bx - ax) * (dy - cy) - (by - ay) * (dx - cx);
  const share = ((cx - ax) * (dy - cy) - (cy - ay) * (dx - cx)) / across;
  const otherShare = ((cx - ax) * (by - ay) - (cy - ay) * (bx - ax)) / across;
  // Lines that are parallel give NaN or infinity, which fail this.
  if (!(share > 0 && share < 1 && otherShare > 0 && otherShare < 1)) return undefined;
  const at: Point = [ax + share * (bx - ax), ay + share * (by - ay)];
  return { share, otherShare, at };
}

function cutAt(edges: readonly Edge[], cuts: readonly (readonly [number, Point])[][]): Edge[] {
  return edges.flatMap(([from, to], i) => {
    const between = [...(cuts[i] ?? [])].sort(([a], [b]) => a - b).map(([, at]) => at);
    const stops = [from, ...between, to];
    return stops.slice(1).map((stop, before): Edge => [stops[before] as Point, stop]);
  });
}

/** Does the middle of an edge lie inside? */
function isIn(polygon: Polygon, [[ax, ay], [bx, by]]: Edge): boolean {
  const [x, y] = [(ax + bx) / 2, (ay + by) / 2];
  let isOdd = false;
  polygon.forEach(([xi, yi], i) => {
    const [xj, yj] = polygon.at(i - 1) as Point;
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) isOdd = !isOdd;
  });
  return isOdd;
}

/** Edges walked end to end, each once. */
function loops(edges: readonly Edge[]): Point[][] {
  const ends = new Map<string, Set<number>>();
  edges.forEach((edge, i) => {
    for (const end of edge) ends.set(keyOf(end), (ends.get(keyOf(end)) ?? new Set()).add(i));
  });
  const left = new Set(edges.keys());
  const found: Point[][] = [];
  for (const start of left) {
    const [first, second] = edges[start] as Edge;
    const loop = [first];
    left.delete(start);
    let here = second;
    while (keyOf(here) !== keyOf(first)) {
      loop.push(here);
      const next = [...(ends.get(keyOf(here)) ?? [])].find((i) => left.has(i));
      if (next === undefined) break;
      left.delete(next);
      const [from, to] = edges[next] as Edge;
      here = keyOf(from) === keyOf(here) ? to : from;
    }
    // A line that does not close is what rounding left of two edges that lie on each other.
    if (keyOf(here) === keyOf(first) && loop.length > 2) found.push(loop);
  }
  return found;
}

/** More loops than this are crumbs of a shaky hand: the largest stay. */
const MOST_LOOPS = 24;

/** One polygon of all loops, short enough for the facet. */
function joined(edges: readonly Edge[]): Polygon {
  const kept = loops(edges)
    .sort((a, b) => areaOf(b) - areaOf(a))
    .slice(0, MOST_LOOPS);
  const [hub] = kept[0] ?? [];
  if (!hub) return [];
  // Each loop returns to its beginning, and the path to it returns to the first one's.
  const room = MAX_VERTICES - 2 * kept.length;
  const total = kept.reduce((sum, loop) => sum + loop.length, 0);
  const short = kept.map((loop) => simplified(loop, Math.max(3, Math.floor(Math.min(1, room / total) * loop.length))));
  if (short.length === 1) return short[0] ?? [];
  const [start] = short[0] ?? [hub];
  return short.flatMap((loop, i) => [...loop, loop[0] as Point, ...(i > 0 ? [start as Point] : [])]);
}

function areaOf(loop: readonly Point[]): number {
  const doubled = loop.reduce((sum, [x, y], i) => {
    const [bx, by] = loop.at(i - 1) as Point;
    return sum + bx * y - x * by;
  }, 0);
  return Math.abs(doubled) / 2;
}
