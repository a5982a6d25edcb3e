/** Where things are in a matrix of any size: room, names and numbers. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fitMatrix, frameOf, MATRIX_HEIGHT, MAX_CELL, type Room, wholeSize } from "../../src/matrix/model/frame";
import {
  axisOf,
  boxOf,
  type Geometry,
  isZoomed,
  layOut,
  nearestPlace,
  placeAt,
  scrollTo,
  UNSCROLLED,
} from "../../src/matrix/model/geometry";
import { marksOf } from "../../src/matrix/model/marks";
import { placedNames } from "../../src/matrix/model/names";
import { numbersIn, numberText } from "../../src/matrix/model/numbers";

const roomOf = (names: readonly number[], width: number, hasBackground = true): Room => ({
  ...{ names, hasBackground, width, height: MATRIX_HEIGHT },
});
const alike = (size: number, width: number) => [...Array.from({ length: size }, () => width), 66];

const rooms = fc
  .record({
    names: fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 2, maxLength: 80 }),
    hasBackground: fc.boolean(),
    width: fc.integer({ min: 300, max: 1400 }),
  })
  .map(({ names, width, hasBackground }) => roomOf(names, width, hasBackground));

describe("the room of a matrix", () => {
  test("holds all cells and names, whatever their number and length", () => {
    fc.assert(
      fc.property(rooms, (room) => {
        const [width, height] = wholeSize(fitMatrix(room));
        expect(width).toBeLessThanOrEqual(room.width);
        expect(height).toBeLessThanOrEqual(room.height);
      }),
    );
  });

  test("is filled: a little larger cells would not fit", () => {
    fc.assert(
      fc.property(rooms, (room) => {
        const { cell } = fitMatrix(room);
        const next = cell < 8 ? cell * 1.02 : cell < 20 ? cell + 0.5 : cell + 1;
        if (next > MAX_CELL) return;
        const [width, height] = wholeSize(frameOf(room, next));
        // Names that lie are worth a tenth of the cells' size.
        const isBeyond = width > room.width || height > room.height;
        expect(isBeyond || !fitMatrix(room).isSlanted).toBe(true);
      }),
    );
  });

  test.each([
    [31, 35, 497],
    [32, 44, 566],
    [20, 90, 566],
  ])("gives %i classes cells of the size that was drawn", (size, name, width) => {
    const frame = fitMatrix(roomOf(alike(size, name), width));
    expect(frame.cell).toBeGreaterThan(11);
    expect(wholeSize(frame)[1]).toBeLessThanOrEqual(MATRIX_HEIGHT);
  });

  test("spells the last name out beside its cell where all others lie", () => {
    const frame = fitMatrix(roomOf(alike(10, 8), 500));
    expect([frame.isSlanted, frame.overhang > 0]).toEqual([false, true]);
    expect(fitMatrix(roomOf(alike(10, 60), 500)).isSlanted).toBe(true);
  });
});

const geometries = fc.tuple(rooms, fc.constantFrom(0, 0, 13, 20, 40)).map(([room, zoom]) => layOut({ ...room, zoom }));
const scrolls = fc.record({ left: fc.integer({ min: 0, max: 900 }), top: fc.integer({ min: 0, max: 900 }) });

describe("places", () => {
  test("are found where they are drawn, wherever the matrix is scrolled to", () => {
    fc.assert(
      fc.property(geometries, scrolls, fc.nat(), fc.nat(), (geometry, wanted, a, b) => {
        const place = { row: a % geometry.size, column: b % geometry.size };
        const scroll = scrollTo(geometry, place, isZoomed(geometry) ? wanted : UNSCROLLED);
        const { left, top, width, height } = boxOf(geometry, place, scroll);
        expect(placeAt(geometry, left + width / 2, top + height / 2, scroll)).toEqual(place);
        expect(Math.abs(width - height) < 1e-6 || geometry.rim > geometry.cell).toBe(true);
      }),
    );
  });

  test("are none in the corner, and beside the cells their names", () => {
    const geometry = layOut({ ...roomOf(alike(10, 8), 500), zoom: 0 });
    const { gutter, head, cell } = geometry;
    expect(placeAt(geometry, 2, head + cell + 1, UNSCROLLED)).toEqual({ row: 1, column: -1 });
    expect(placeAt(geometry, gutter + 1, 2, UNSCROLLED)).toEqual({ row: -1, column: 0 });
    expect(placeAt(geometry, 2, 2, UNSCROLLED)).toBeUndefined();
  });

  test("beyond the cells and between them are the nearest, for a drag", () => {
    const geometry = layOut({ ...roomOf(alike(10, 8), 500), zoom: 0 });
    const corner = boxOf(geometry, { row: 10, column: 10 }, UNSCROLLED);
    const at = (x: number, y: number) => nearestPlace(geometry, x, y, UNSCROLLED);
    expect(at(9999, 9999)).toEqual({ row: 10, column: 10 });
    expect(at(corner.left - 1, corner.top - 1)).toEqual({ row: 9, column: 9 });
    expect(at(-50, corner.top + 1)).toEqual({ row: 10, column: -1 });
  });

  test("of the background stay in sight, whatever is scrolled", () => {
    const geometry = layOut({ ...roomOf(alike(32, 40), 560), zoom: 30 });
    const last = { row: 32, column: 32 };
    const before = boxOf(geometry, last, UNSCROLLED);
    expect(boxOf(geometry, last, { left: 300, top: 200 })).toEqual(before);
    expect(before.left + before.width).toBeLessThanOrEqual(geometry.width);
    expect(before.top + before.height).toBeLessThanOrEqual(geometry.height);
  });
});

describe("names of lines", () => {
  const placed = (geometry: Geometry, isRows: boolean, from: number, hot: readonly number[] = []) => {
    const scroll = { left: from, top: from };
    return placedNames(geometry, axisOf(geometry, scroll, isRows), isRows, hot);
  };
  const wide = (zoom: number, from: number, hot: readonly number[] = []) =>
    placed(layOut({ ...roomOf(alike(1202, 60), 900), zoom }), true, from, hot);

  test("lie over none, are all there from nine pixels on, and else evenly thinned, background always", () => {
    fc.assert(
      fc.property(rooms, fc.boolean(), (room, isRows) => {
        const geometry = layOut({ ...room, zoom: 0 });
        const { size, inner, cell, nameSize, step, isSlanted } = geometry;
        const found = placed(geometry, isRows, 0);
        if (inner < size) expect(found.has(inner)).toBe(true);
        expect(cell >= 9 ? step : step * cell >= 9).toBe(cell >= 9 ? 1 : true);
        const lines = [...found.keys()].filter((line) => line < inner).sort((a, b) => a - b);
        expect(lines.every((line, i) => line === i * step)).toBe(true);
        // Background may take the room of what stands nearest.
        expect(lines.length).toBeGreaterThanOrEqual(Math.floor(inner / step) - 1);
        const middles = [...found.values()].sort((a, b) => a - b);
        const least = isRows || isSlanted ? nameSize : 0;
        expect(middles.slice(1).every((middle, i) => middle - (middles[i] ?? 0) >= least - 0.2)).toBe(true);
      }),
    );
  });

  test("name what the eye is on wherever it is in sight, beside a neighbour too", () => {
    fc.assert(
      fc.property(rooms, fc.nat(), fc.boolean(), (room, at, isRows) => {
        const geometry = layOut({ ...room, zoom: 0 });
        const line = at % geometry.size;
        expect(placed(geometry, isRows, 0, [line]).has(line)).toBe(true);
      }),
    );
    for (let line = 0; line < 1202; line += 17) {
      const found = wide(0, 0, [line, line + 1]);
      expect([found.has(line), found.has(line + 1)]).toEqual([true, true]);
    }
    expect(wide(13, 0, [1000]).has(1000)).toBe(false);
  });

  test("move with what is scrolled, and are not exchanged", () => {
    const [before, after] = [wide(3, 600), wide(3, 601)];
    const both = [...before.keys()].filter((line) => after.has(line) && line < 1202);
    expect(both.length).toBeGreaterThan(before.size - 3);
    expect(both.every((line) => (before.get(line) ?? 0) - (after.get(line) ?? 0) === 1)).toBe(true);
  });
});

describe("numbers in cells", () => {
  /** A font whose dots are half as wide as its digits. */
  const widthOf = (digit: number) => (text: string) =>
    [...text].reduce(
      (sum, sign) => sum + (sign === "." || sign === "," ? digit / 2 : sign === "k" ? digit * 0.95 : digit),
      0,
    );
  const counts = fc.array(fc.oneof(fc.nat(9), fc.nat(999), fc.nat(99_999), fc.nat(2_000_000_000)), { minLength: 1 });
  const digits = fc.double({ min: 0.45, max: 0.75, noNaN: true });

  test("stand in all cells or in none, and each within its own, in any font", () => {
    const by = fc.constantFrom("count", "actual", "predicted", "all" as const);
    fc.assert(
      fc.property(counts, by, fc.double({ min: 0.3, max: 64, noNaN: true }), digits, (found, shares, cell, digit) => {
        const sum = found.reduce((a, b) => a + b, 0);
        const values = shares === "count" ? found : found.map((count) => count / Math.max(1, sum));
        const measure = widthOf(digit);
        const { form, size } = numbersIn({ most: Math.max(...values), by: shares, before: null }, cell, measure);
        const texts = values.map((value) => numberText(value, { by: shares, before: null }, form));
        expect(texts.every((text, i) => (text === "") === (form === "none" || values[i] === 0))).toBe(true);
        expect(texts.every((text) => size * measure(text) <= cell + 1e-9)).toBe(true);
        expect(form === "none" || (size >= 8 && size <= 11)).toBe(true);
      }),
    );
  });

  const COUNTS = { by: "count", before: null } as const;

  test("grow smaller before they are shortened, and are gone where the largest does not fit", () => {
    const found = (most: number, cell: number) => {
      const { form, size } = numbersIn({ most, ...COUNTS }, cell, widthOf(0.57));
      return `${numberText(most, COUNTS, form)} ${size}`;
    };
    expect(found(119, 24)).toBe("119 11");
    expect(found(119, 19)).toBe("119 9");
    expect(found(146, 16)).toBe("146 8");
    expect(found(146, 14)).toBe(" 0");
    expect(found(1234, 40)).toBe("1,234 11");
    expect(found(1234, 21)).toBe("1.2k 9");
    expect(found(48_200, 22)).toBe("48k 10");
  });
});

test("a row or column that is selected whole stands out alone, other cells with both their names", () => {
  const order = [0, 1, 2, 3];
  const column = order.map((actual) => [actual, 2] as const);
  const lines = ({ rows, columns }: ReturnType<typeof marksOf>) => [[...rows], [...columns]];
  expect(lines(marksOf(order, column))).toEqual([[], [2]]);
  expect(lines(marksOf(order, [...column, [1, 3]]))).toEqual([[1], [2, 3]]);
  expect(
    lines(
      marksOf(
        order,
        column.filter(([actual]) => actual !== 2),
      ),
    ),
  ).toEqual([[], [2]]);
  expect(lines(marksOf([0, 1], [[0, 1]]))).toEqual([[0], [1]]);
});
