/** The map's arithmetic: camera, sample order and the grid that finds the point under the pointer. */

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Strings } from "../../src/data/strings";
import { fitted, panned, toPixel, toSpace, zoomed } from "../../src/scatter/camera";
import { countsNear } from "../../src/scatter/cells";
import { layersOf, nearestTo, pointsOf } from "../../src/scatter/points";
import { partsOfCells } from "../../src/scatter/regions";

const SIZE = { width: 600, height: 400 };
const CAMERA = { x: 3, y: -2, scale: 40 };

const places = fc.array(
  fc.tuple(fc.float({ min: -8, max: 8, noNaN: true }), fc.float({ min: -8, max: 8, noNaN: true })),
  { maxLength: 60 },
);

function points(given: readonly (readonly [number, number])[]) {
  const images = { size: given.length, id: Strings.of([]), name: Strings.of([]), attributes: [] };
  const [x, y] = [0, 1].map((side) => Float32Array.from(given, (place) => place[side] as number));
  const none = new Uint8Array(0);
  return pointsOf({ ...images, split: none, cluster: none, alike: none, x: x ?? none, y: y ?? none });
}

describe("camera", () => {
  it("shows all points, in one scale for both axes", () => {
    const camera = fitted({ left: -10, right: 10, bottom: 0, top: 2 }, SIZE);
    expect(camera).toEqual({ x: 0, y: 1, scale: (600 - 28) / 20 });
    expect(toPixel(camera, SIZE, -10, 1)[0]).toBeCloseTo(14);
  });

  it("shows a single point, and no point, without dividing by zero", () => {
    expect(fitted({ left: 1, right: 1, bottom: 2, top: 2 }, SIZE)).toEqual({ x: 1, y: 2, scale: 1 });
    expect(fitted(undefined, SIZE).scale).toBe(1);
    expect(fitted({ left: 0, right: 1, bottom: 0, top: 0 }, { width: 0, height: 0 }).scale).toBeGreaterThan(0);
  });

  it("leads from pixels to the embedding and back", () => {
    const [x, y] = toSpace(CAMERA, SIZE, [123, 45]);
    const pixel = toPixel(CAMERA, SIZE, x, y);
    expect(pixel[0]).toBeCloseTo(123);
    expect(pixel[1]).toBeCloseTo(45);
  });

  it("moves points along with the hand, y upwards", () => {
    const [x, y] = toPixel(panned(CAMERA, 10, -5), SIZE, 3, -2);
    expect([x, y]).toEqual([310, 195]);
  });

  it("keeps what is under the hand while it zooms, and stops at both ends", () => {
    const whole = { x: 0, y: 0, scale: 20 };
    const before = toSpace(CAMERA, SIZE, [100, 300]);
    const nearer = zoomed(CAMERA, SIZE, [100, 300], 1.7, whole);
    const after = toSpace(nearer, SIZE, [100, 300]);
    expect(after[0]).toBeCloseTo(before[0]);
    expect(after[1]).toBeCloseTo(before[1]);
    expect(zoomed(CAMERA, SIZE, [0, 0], 1e9, whole).scale).toBe(100_000);
    expect(zoomed(CAMERA, SIZE, [0, 0], 1e-9, whole).scale).toBe(5);
  });
});

describe("points", () => {
  it("orders every image with an embedding once, and leaves out the others", () => {
    for (const size of [0, 1, 2, 3, 10, 97, 1000]) {
      const { order } = points(Array.from({ length: size }, (_, i) => [i % 5 === 4 ? Number.NaN : i, 0] as const));
      const expected = Array.from({ length: size }, (_, i) => i).filter((i) => i % 5 !== 4);
      expect([...order].sort((a, b) => a - b)).toEqual(expected);
    }
  });

  it("begins with a fair sample", () => {
    const { order } = points(Array.from({ length: 1000 }, (_, i) => [i, 0] as const));
    const sample = order.subarray(0, 100);
    for (let tenth = 0; tenth < 10; tenth++) {
      const inTenth = sample.filter((row) => Math.floor(row / 100) === tenth).length;
      expect(inTenth).toBeGreaterThanOrEqual(7);
      expect(inTenth).toBeLessThanOrEqual(13);
    }
  });

  it("needs no background while nothing is hidden", () => {
    const split = Uint32Array.of(2, 0, 1);
    expect(layersOf(split, Uint8Array.of(1, 1, 1)).background).toHaveLength(0);
    const layers = layersOf(split, Uint8Array.of(1, 0, 1));
    expect([...layers.foreground]).toEqual([2, 0]);
    expect(layers.background).toBe(split);
  });
});

describe("points under a hand", () => {
  it("finds what a search through all points finds", () => {
    const reach = fc.double({ min: 0.01, max: 6, noNaN: true });
    const hand = fc.tuple(fc.double({ min: -12, max: 12, noNaN: true }), fc.double({ min: -12, max: 12, noNaN: true }));
    fc.assert(
      fc.property(places, hand, reach, (given, [x, y], radius) => {
        const { positions, order } = points(given);
        const distance = (row: number) =>
          ((positions[2 * row] as number) - x) ** 2 + ((positions[2 * row + 1] as number) - y) ** 2;
        const isWanted = (row: number) => row % 3 !== 0;
        const found = nearestTo([x, y], positions, radius, isWanted);
        const near = [...order].filter((row) => isWanted(row) && distance(row) <= radius * radius);
        const least = Math.min(...near.map(distance));
        expect(found === undefined ? Number.POSITIVE_INFINITY : distance(found)).toBe(least);
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  it("knows the bounds of all places, and of none", () => {
    const nowhere = [Number.NaN, 3] as const;
    expect(points([[0, 0], nowhere, [5, 1], [9, -9]]).bounds).toEqual({ left: 0, right: 9, bottom: -9, top: 1 });
    expect(points([nowhere]).bounds).toBeUndefined();
  });
});

describe("cells of a raster", () => {
  it("count what lies within reach of a place, in it and beyond it", () => {
    const [n, box] = [8, [-1, 2, 3, 10] as const];
    const counts = Float64Array.from({ length: n * n }, (_, cell) => cell % 5);
    const errors = counts.map((count, cell) => count * (cell % 3));
    const middles = Array.from(counts, (_, cell) => [
      -1 + (4 * ((cell % n) + 0.5)) / n,
      2 + (8 * (Math.floor(cell / n) + 0.5)) / n,
    ]);
    const place = fc.tuple(fc.double({ min: -3, max: 5, noNaN: true }), fc.double({ min: 0, max: 12, noNaN: true }));
    const near = fc.property(place, fc.double({ min: 0.01, max: 9, noNaN: true }), ([x, y], reach) => {
      const expected = { images: 0, errors: 0 };
      middles.forEach(([cx = 0, cy = 0], cell) => {
        if (Math.hypot(cx - x, cy - y) > reach) return;
        expected.images += counts[cell] ?? 0;
        expected.errors += errors[cell] ?? 0;
      });
      expect(countsNear({ n, box, counts, errors }, [x, y], reach)).toEqual(expected);
    });
    fc.assert(near);
  });

  it("are told in nine parts of the whole map, of which they may be a part", () => {
    const [counts, errors] = [Float64Array.of(1, 0, 2, 4), Float64Array.of(3, 0, 5, 7)];
    const bounds = { left: 0, right: 9, bottom: 0, top: 9 };
    const of = (box: readonly [number, number, number, number]) => partsOfCells({ n: 2, box, counts, errors }, bounds);
    // From the top line down: the middles of cells lie at a quarter and at three quarters of their box.
    expect([...of([0, 0, 9, 9]).images]).toEqual([2, 0, 4, 0, 0, 0, 1, 0, 0]);
    expect([...of([0, 0, 9, 9]).errors]).toEqual([5, 0, 7, 0, 0, 0, 3, 0, 0]);
    expect([...of([3, 3, 6, 6]).images]).toEqual([0, 0, 0, 0, 7, 0, 0, 0, 0]);
  });
});
