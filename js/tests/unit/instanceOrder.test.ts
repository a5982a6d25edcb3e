/** The order of instances, and a page of it without the whole. */

import fc from "fast-check";
import { expect, it } from "vitest";
import { instancesBetween, orderedInstances } from "../../src/engine/instanceOrder";
import { range } from "../../src/engine/numbers";
import { STEADY } from "./generated";

/** Ties, values that single precision cannot tell apart, no value, and zeros of both signs. */
const value = fc.oneof(
  fc.constantFrom(0, -0, 0.5, 0.5 + 2 ** -40, 1, 188_325, Number.NaN, Number.NaN),
  fc.double({ min: 0, max: 1e6, noNaN: true }),
);

it("puts the highest first, those without a value last, ties by row", () => {
  fc.assert(
    fc.property(fc.array(value, { maxLength: 40 }), (values) => {
      const rows = Uint32Array.from(values, (_, i) => i);
      const rank = (row: number) => (Number.isNaN(values[row]) ? -1 : (values[row] ?? 0) + 0);
      const expected = [...rows].sort((a, b) => rank(b) - rank(a) || a - b);
      expect([...orderedInstances(rows, (row) => values[row] ?? 0)]).toEqual(expected);
    }),
    STEADY,
  );
});

it("finds any page of that order", () => {
  const pages = fc.tuple(fc.array(value, { maxLength: 60 }), fc.integer({ min: 1, max: 9 }));
  fc.assert(
    fc.property(pages, ([values, size]) => {
      // Some of the rows: not every outcome is visible.
      const rows = Uint32Array.from(values, (_, i) => 2 * i + 1);
      const measure = (row: number) => values[(row - 1) / 2] ?? 0;
      const all = orderedInstances(rows, measure);
      for (const page of range(0, Math.ceil(rows.length / size) - 1)) {
        const [first, last] = [page * size, Math.min((page + 1) * size, rows.length)];
        expect([...instancesBetween(rows, measure, first, last)]).toEqual([...all.subarray(first, last)]);
      }
    }),
    STEADY,
  );
});
