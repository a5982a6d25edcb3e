/** The lasso: which points lie inside a polygon, and how a drawn one is kept short. */

import { at, type Mask } from "./counts";

export type Point = readonly [number, number];
export type Polygon = readonly Point[];

export const MAX_VERTICES = 200;

/**
 * Is the point inside, by the even-odd rule in float64?
 *
 * Python does the same operations in the same order, so that a point on an edge falls to the same
 * side in both. Source: the crossing test of W. R. Franklin (PNPOLY).
 */
export function isInside(x: number, y: number, polygon: Polygon): boolean {
  let odd = false;
  let [xj, yj] = polygon[polygon.length - 1] ?? [0, 0];
  for (const [xi, yi] of polygon) {
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) odd = !odd;
    xj = xi;
    yj = yi;
  }
  return odd;
}

/** Take out of `mask` every point that is not inside. */
export function keepInside(mask: Mask, x: ArrayLike<number>, y: ArrayLike<number>, polygon: Polygon): void {
  for (let row = 0; row < mask.length; row++) {
    if (mask[row] && !isInside(at(x, row), at(y, row), polygon)) mask[row] = 0;
  }
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
