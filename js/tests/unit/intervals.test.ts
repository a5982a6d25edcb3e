/** What is said of how sure a rate is; the numbers themselves are held by the golden vectors. */

import { expect, test } from "vitest";
import { intervalText, rateLines, rateTexts } from "../../src/engine/intervals";
import { percent } from "../../src/engine/numbers";

const RATES = { tp: 1095, fp: 213, fn: 0, precision: 1095 / 1308, recall: 1, f1: 2190 / 2403 };

test("a share has an interval and its counts", () => {
  expect(intervalText(1095, 1308, "instances")).toBe("95 % between .816 and .856 (1,095 of 1,308)");
  expect(intervalText(0, 12, "images", percent)).toBe("95 % between 0 % and 24 % (0 of 12)");
});

test("0/0 has nothing to say, and pixels are no trials", () => {
  expect(intervalText(0, 0, "instances")).toBe("");
  expect(intervalText(3, 4, "pixels")).toBe("3 of 4 pixels");
});

test("precision and recall have one, F1 has none", () => {
  expect(rateLines(RATES, "instances").split("\n")).toEqual([
    "Precision .837, 95 % between .816 and .856 (1,095 of 1,308)",
    "Recall 1.000, 95 % between .997 and 1.000 (1,095 of 1,095)",
    "F1 .911, a mean of both, without an interval",
  ]);
  const none = rateTexts({ ...RATES, tp: 0, fp: 0, precision: Number.NaN }, "instances");
  expect(none.precision.join("")).toBe("Precision —");
});
