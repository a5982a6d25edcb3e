/** The lasso: which points lie inside a polygon, and how a drawn one is kept short. */

import { MAX_VERTICES } from "../data/wire";
import type { Mask } from "./mask";
import { clamped } from "./numbers";

/** In embedding space. */
export type Point = readonly [number, number];
/** Vertices in order; the last is joined to the first. */
export type Polygon = readonly Point[];

/** Horizontal bands in which only the edges that reach into them are looked at. */
const BANDS = 256;

/**
 * Take out of `mask` every point that is not inside, by the even-odd rule in float64.
 *
 * Python does the same operations in the same order, so that a point on an edge falls to the same
 * side in both. Source: the crossing test of W. R. Franklin (PNPOLY).
 */
export function keepInside(mask: Mask, x: ArrayLike<number>, y: ArrayLike<number>, polygon: Polygon): void {
  const ys = polygon.map((vertex) => vertex[1]);
  const [bottom, top] = [Math.min(...ys), Math.max(...ys)];
  // Halved first: the difference of two large numbers may be more than the largest number.
  const height = top / 2 - bottom / 2;
  const bandOf = (py: number) => clamped(Math.floor(((py / 2 - bottom / 2) / height) * BANDS), 0, BANDS - 1);
  const bands = edgesOf(polygon, bandOf);
  for (let row = 0; row < mask.length; row++) {
    if (!mask[row]) continue;
    const py = y[row] as number;
    // NaN, a point without a place, fails this, too.
    const isBetween = bottom <= py && py < top;
    if (!isBetween || !isOdd(bands[bandOf(py)] as Float64Array, x[row] as number, py)) mask[row] = 0;
  }
}

/** For each band the edges in it, four numbers each: from xj, yj to xi, yi. */
function edgesOf(polygon: Polygon, bandOf: (y: number) => number): Float64Array[] {
  const edges: number[][] = Array.from({ length: BANDS }, () => []);
  let before = polygon.at(-1) ?? [0, 0];
  for (const vertex of polygon) {
    const [from, to] = [bandOf(before[1]), bandOf(vertex[1])];
    for (let band = Math.min(from, to); band <= Math.max(from, to); band++) edges[band]?.push(...before, ...vertex);
    before = vertex;
  }
  return edges.map((own) => Float64Array.from(own));
}

function isOdd(edges: Float64Array, x: number, y: number): boolean {
  let odd = false;
  for (let i = 0; i < edges.length; i += 4) {
    const yj = edges[i + 1] as number;
    const yi = edges[i + 3] as number;
    if (yi > y === yj > y) continue;
    const xj = edges[i] as number;
    const xi = edges[i + 2] as number;
    if (x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) odd = !odd;
  }
  return odd;
}

/**
 * Drop the vertices that change the shape least until at most `most` are left.
 *
 * Source: Visvalingam and Whyatt, 1993: the vertex that spans the smallest triangle goes first.
 */
export function simplified(polygon: Polygon, most = MAX_VERTICES): Polygon {
  const left = [...polygon];
  while (left.length > most) {
    let smallest = Number.POSITIVE_INFINITY;
    let least = 0;
    left.forEach((vertex, i) => {
      const before = left[(i + left.length - 1) % left.length] ?? vertex;
      const after = left[(i + 1) % left.length] ?? vertex;
      const area = triangle(before, vertex, after);
      if (area < smallest) {
        smallest = area;
        least = i;
      }
    });
    left.splice(least, 1);
  }
  return left;
}

function triangle([ax, ay]: Point, [bx, by]: Point, [cx, cy]: Point): number {
  return Math.abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / 2;
}
