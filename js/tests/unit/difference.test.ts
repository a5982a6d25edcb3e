/** The matrix of a difference: what changed from one model to another, cell by cell. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Header } from "../../src/data/wire";
import { range } from "../../src/engine/numbers";
import { MINUS, numbersIn, numberText } from "../../src/matrix/model/numbers";
import { isSameCell, STEPS, tableOf, textOf, valueAt } from "../../src/matrix/model/table";
import { labelOf, tipOf } from "../../src/matrix/model/words";
import { createState } from "../../src/state/state";

const HEADER: Header = {
  ...createState().header.value,
  classes: ["cat", "dog", "background"],
  background: 2,
  order: [0, 1, 2],
};
const COUNT = { normalize: "count", diagonal: true } as const;
const SHARE = { normalize: "actual", diagonal: true } as const;
const BEFORE = Float64Array.of(90, 4, 6, 2, 40, 8, 3, 5, 0);
const NOW = Float64Array.of(95, 1, 4, 9, 40, 1, 3, 6, 0);
const table = tableOf(NOW, HEADER, COUNT, BEFORE);

describe("the matrix of a difference", () => {
  test("writes how much a cell rose or fell, and nothing where it stayed", () => {
    const texts = range(0, 8).map((cell) => textOf(table, cell, "full"));
    expect(texts).toEqual(["+5", `${MINUS}3`, `${MINUS}2`, "+7", "", `${MINUS}7`, "", "+1", ""]);
    const shares = tableOf(NOW, HEADER, SHARE, BEFORE);
    expect(range(0, 2).map((cell) => textOf(shares, cell, "full"))).toEqual(["+5", `${MINUS}3`, `${MINUS}2`]);
  });

  test("has two colours and one scale: more on the diagonal and less off it is better", () => {
    const [better, worse] = [0, 1].map((tone) => (shade: number) => shade > tone * STEPS && shade < (tone + 1) * STEPS);
    const is = (test: typeof better, cells: number[]) => cells.map((cell) => test?.(table.shades[cell] ?? 0));
    expect(is(better, [0, 1, 2, 5])).toEqual([true, true, true, true]);
    expect(is(worse, [3, 7])).toEqual([true, true]);
    expect([4, 6, 8].map((cell) => table.shades[cell])).toEqual([0, 0, 0]);
    expect((table.shades[3] ?? 0) - STEPS).toBe(table.shades[5]);
  });

  test("says from what to what", () => {
    expect(labelOf(table, 1)).toBe("actual cat, predicted dog: -3, from 4 to 1");
    expect(labelOf(table, 3)).toBe("actual dog, predicted cat: +7, from 2 to 9");
    expect(labelOf(table, 4)).toBe("actual dog, predicted dog: 0, 40 in both");
    expect(tipOf(table, { row: 0, column: 1 })).toEqual(["cat predicted as dog", `${MINUS}3, from 4 to 1`]);
    const shares = tableOf(NOW, HEADER, SHARE, BEFORE);
    expect(labelOf(shares, 3)).toBe("actual dog, predicted cat: +7, from 2 to 9, from 4 % to 18 % of actual");
    expect(tipOf(table, { row: 1, column: -1 })).toEqual([
      "actual dog",
      "before 50 instances, 40 correct (80 %)",
      "now 50 instances, 40 correct (80 %)",
    ]);
  });

  test("knows whether a cell still says the same", () => {
    const again = tableOf(
      NOW,
      HEADER,
      COUNT,
      Float64Array.from(BEFORE, (n, cell) => n + (cell === 4 ? 1 : 0)),
    );
    expect(range(0, 8).filter((cell) => !isSameCell(table, again, cell))).toEqual([4]);
    expect(range(0, 8).filter((cell) => !isSameCell(table, tableOf(NOW, HEADER, COUNT), cell))).toHaveLength(9);
  });

  test("a share of nothing has no difference: a dash and no colour", () => {
    const none = tableOf(NOW, HEADER, SHARE, Float64Array.of(0, 0, 0, 2, 40, 8, 3, 5, 0));
    expect([textOf(none, 0, "full"), none.shades[0], valueAt(none, 0)]).toEqual(["–", 0, Number.NaN]);
  });

  test("is the difference of two matrices, and its numbers stand in all cells or in none", () => {
    const cells = fc.array(fc.oneof(fc.nat(9), fc.nat(99_999)), { minLength: 9, maxLength: 9 });
    const widthOf = (text: string) => 0.6 * text.length;
    fc.assert(
      fc.property(cells, cells, fc.double({ min: 0.3, max: 64, noNaN: true }), (now, before, edge) => {
        const both = tableOf(Float64Array.from(now), HEADER, COUNT, Float64Array.from(before));
        const values = range(0, 8).map((cell) => valueAt(both, cell));
        expect(values).toEqual(now.map((count, cell) => count - (before[cell] ?? 0)));
        const { form, size } = numbersIn(both, edge, widthOf);
        const texts = values.map((value) => numberText(value, both, form));
        expect(texts.every((text, i) => (text === "") === (form === "none" || values[i] === 0))).toBe(true);
        expect(texts.every((text) => size * widthOf(text) <= edge + 1e-9)).toBe(true);
      }),
    );
  });
});
