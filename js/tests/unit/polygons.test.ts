/** Lassos added to and taken from each other hold the points that they should. */

import fc from "fast-check";
import { expect, it } from "vitest";
import { MAX_VERTICES } from "../../src/data/wire";
import type { Point, Polygon } from "../../src/engine/polygon";
import { loopsOf, united, without } from "../../src/engine/polygons";
import { isInside } from "./brute";
import { STEADY } from "./generated";

const place = fc
  .double({ min: -1, max: 1, noNaN: true, noDefaultInfinity: true })
  .map((x) => x + 1e-3 * Math.sin(1e4 * x));
const drawn = fc.array(fc.tuple(place, place), { minLength: 3, maxLength: 9 });

function circle(x: number, y: number, radius: number, vertices = 60): Point[] {
  return Array.from({ length: vertices }, (_, i) => {
    const angle = (2 * Math.PI * i) / vertices;
    return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)] as const;
  });
}

/** Not so near to an edge that rounding decides. */
function isClear([x, y]: Point, polygons: readonly Polygon[]): boolean {
  return polygons.every((polygon) =>
    polygon.every(([ax, ay], i) => {
      const [bx, by] = polygon.at(i - 1) as Point;
      const along = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2 || 1);
      const share = Math.min(1, Math.max(0, along));
      return Math.hypot(x - ax - share * (bx - ax), y - ay - share * (by - ay)) > 1e-6;
    }),
  );
}

it("holds what either holds, and what the first holds without the second, one after the other", () => {
  const points = fc.array(fc.tuple(place, place), { minLength: 20, maxLength: 20 });
  fc.assert(
    fc.property(drawn, drawn, drawn, points, (a, b, c, all) => {
      const both = united(a, b);
      const left = without(both, c);
      for (const [x, y] of all.filter((point) => isClear(point, [a, b, c]))) {
        const isEither = isInside(x, y, a) || isInside(x, y, b);
        expect(isInside(x, y, both)).toBe(isEither);
        expect(isInside(x, y, left)).toBe(isEither && !isInside(x, y, c));
      }
    }),
    STEADY,
  );
});

it("joins what lies apart and keeps holes, in as many vertices as a lasso may have", () => {
  const apart = united(circle(0, 0, 1, 150), circle(5, 0, 1, 150));
  const holed = without(apart, circle(0, 0, 0.5, 150));
  for (const polygon of [apart, holed]) expect(polygon.length).toBeLessThanOrEqual(MAX_VERTICES);
  expect(loopsOf(apart)).toHaveLength(2);
  expect(loopsOf(holed)).toHaveLength(3);
  const held = (polygon: Polygon) => [0, 0.8, 2.5, 5].map((x) => isInside(x, 0.01, polygon));
  expect(held(apart)).toEqual([true, true, false, true]);
  expect(held(holed)).toEqual([false, true, false, true]);
});

it("holds nothing where everything is taken away, and is a lasso all the same", () => {
  const nothing = without(circle(0, 0, 1), circle(0.1, 0, 3));
  expect(nothing).toHaveLength(3);
  expect(isInside(0, 0, nothing)).toBe(false);
});

it("stays as it is under what lies in it, and under itself", () => {
  const large = circle(0, 0, 3);
  expect(loopsOf(united(large, circle(1, 0, 1)))).toHaveLength(1);
  expect(isInside(1, 0, united(large, circle(1, 0, 1)))).toBe(true);
  expect(isInside(1, 0, united(large, large))).toBe(true);
});
