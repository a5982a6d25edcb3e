/** The lasso: kept short without losing its shape. */

import fc from "fast-check";
import { expect, it } from "vitest";
import { MAX_VERTICES } from "../../src/data/wire";
import { keepInside, type Point, type Polygon, simplified } from "../../src/engine/polygon";
import * as brute from "./brute";
import { STEADY } from "./generated";

function circle(vertices: number): Point[] {
  return Array.from({ length: vertices }, (_, i) => {
    const angle = (2 * Math.PI * i) / vertices;
    return [Math.cos(angle), Math.sin(angle)] as const;
  });
}

function isInside(x: number, y: number, polygon: Polygon): boolean {
  const mask = Uint8Array.of(1);
  keepInside(mask, [x], [y], polygon);
  return mask[0] === 1;
}

it("finds the same points inside as edge by edge, on vertices and edges too", () => {
  const grid = fc.integer({ min: -3, max: 3 });
  const near = fc.oneof(grid, fc.constant(Number.NaN), fc.double({ min: -4, max: 4, noNaN: true }));
  const polygons = fc.array(
    fc.tuple(fc.oneof(grid, near), fc.oneof(grid, fc.double({ min: -3, max: 3, noNaN: true }))),
    {
      maxLength: 12,
    },
  );
  fc.assert(
    fc.property(polygons, fc.array(fc.tuple(near, near), { maxLength: 20 }), (polygon, points) => {
      const mask = new Uint8Array(points.length).fill(1);
      const [x, y] = [points.map((point) => point[0]), points.map((point) => point[1])];
      keepInside(mask, x, y, polygon);
      expect([...mask].map(Boolean)).toEqual(points.map((point) => brute.isInside(...point, polygon)));
    }),
    STEADY,
  );
});

it("holds what lies in a lasso as large as numbers get", () => {
  const huge: Polygon = [
    [-1e308, -1e308],
    [1e308, -1e308],
    [1e308, 1e308],
    [-1e308, 1e308],
  ];
  expect(isInside(0.5, 0.5, huge)).toBe(true);
  expect(isInside(0.5, Number.MAX_VALUE, huge)).toBe(false);
});

it("leaves a short lasso as it is", () => {
  const drawn = circle(MAX_VERTICES);
  expect(simplified(drawn)).toEqual(drawn);
});

it("keeps at most 200 vertices, all of them drawn ones in their order", () => {
  const drawn = circle(1000);
  const kept = simplified(drawn);
  const places = kept.map((vertex) => drawn.indexOf(vertex));
  expect(kept).toHaveLength(MAX_VERTICES);
  expect(places).toEqual([...places].sort((a, b) => a - b));
});

it("still holds what lies well inside", () => {
  const kept = simplified(circle(1000));
  expect(isInside(0.99, 0, kept)).toBe(true);
  expect(isInside(1.001, 0, kept)).toBe(false);
});

it("drops the vertices on straight lines first", () => {
  const square: Point[] = [
    [0, 0],
    [0.5, 0],
    [1, 0],
    [1, 0.25],
    [1, 1],
    [0, 1],
  ];
  expect(simplified(square, 4)).toEqual([
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 1],
  ]);
});

it("has no inside without vertices", () => {
  expect(isInside(0, 0, [])).toBe(false);
});
