/** Best thresholds in words: for Python, and where only some are known. */

import { expect, test } from "vitest";
import type { ClassPeak } from "../../src/engine/byClass";
import { errorCells, withAllErrors } from "../../src/panels/classRows";
import { asPython, knownText } from "../../src/panels/pythonText";

const peak = (index: number, percent: number): ClassPeak => ({
  ...{ index, percent, tp: 0, fp: 0, fn: 0, precision: 0, recall: 0, f1: 0 },
});

test("a dict for Python has fractions, quoted names, and names what is never right", () => {
  const classes = ['a "b"', "ü\n", "never"];
  expect(asPython([peak(0, 7), peak(1, 100), peak(2, Number.NaN)], { classes })).toBe(
    'thresholds = {\n    "a \\"b\\"": 0.07,\n    "ü\\n": 1,\n    # right at no threshold: "never"\n}\n',
  );
});

test("known thresholds are said where they are not all", () => {
  expect(knownText(Array.from({ length: 101 }, (_, i) => i))).toBe("");
  expect(knownText([])).toBe("No threshold is loaded.");
  expect(knownText([20])).toBe("Only 20 % is loaded.");
  expect(knownText([20, 21, 22, 40])).toBe("Only 20 to 22 % and 40 % are loaded: best means best of these.");
});

test("the errors of a class are recognised when all of them are selected", () => {
  const order = [0, 1, 2, 3];
  expect(errorCells(1, order)).toHaveLength(6);
  expect([...withAllErrors(errorCells(1, order), 4)]).toEqual([1]);
  expect([...withAllErrors(errorCells(1, order).slice(1), 4)]).toEqual([]);
  expect([...withAllErrors([...errorCells(1, order), [0, 0]], 4)]).toEqual([1]);
});
