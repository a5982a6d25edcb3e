/** The lasso: kept short without losing its shape. */

import { expect, it } from "vitest";
import { isInside, MAX_VERTICES, type Point, simplified } from "../../src/engine/polygon";

function circle(vertices: number): Point[] {
  return Array.from({ length: vertices }, (_, i) => {
    const angle = (2 * Math.PI * i) / vertices;
    return [Math.cos(angle), Math.sin(angle)] as const;
  });
}

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
