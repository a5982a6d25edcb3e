/** Images in no split: in none of train, valid and test, counted under all. */

import { describe, expect, it } from "vitest";
import type { Images } from "../../src/data/tables";
import { covers, offeredSplits } from "../../src/engine/header";
import { inSplit } from "../../src/engine/scope";
import { groupOf, splitGroup } from "../../src/scatter/shades";
import { createState } from "../../src/state/state";

const EMPTY = createState().header.value;
const IMAGES = { size: 4, split: Uint8Array.of(3, 2, 0, 3) } as unknown as Images;

describe("an image in no split", () => {
  it("belongs to all, and to nothing else", () => {
    expect([..."train valid test all".split(" ")].map((split) => [...inSplit(IMAGES, split)])).toEqual([
      [0, 0, 1, 0],
      [0, 0, 0, 0],
      [0, 1, 0, 0],
      [1, 1, 1, 1],
    ]);
  });

  it("makes all another answer than the only split", () => {
    expect(offeredSplits({ ...EMPTY, splits: { test: 1 }, unsplit: 0 })).toEqual(["test"]);
    expect(offeredSplits({ ...EMPTY, splits: { test: 1 }, unsplit: 2 })).toEqual(["test", "all"]);
    expect(offeredSplits({ ...EMPTY, splits: {}, unsplit: 2 })).toEqual(["all"]);
    expect(offeredSplits({ ...EMPTY, splits: { test: 1, train: 1 }, unsplit: 0 })).toEqual(["train", "test", "all"]);
  });

  it("is covered where every split is", () => {
    const ranges: [number, number][] = [[20, 20]];
    const coverage = { train: ranges, valid: ranges, test: ranges };
    const header = { ...EMPTY, splits: {}, unsplit: 2, coverage };
    expect([covers(header, "all", 20), covers(header, "all", 30)]).toEqual([true, false]);
    expect(covers({ ...header, splits: { test: 1 }, coverage: { test: ranges } }, "all", 20)).toBe(false);
    expect(covers({ ...header, splits: { test: 1 }, unsplit: 0, coverage: { test: ranges } }, "all", 20)).toBe(true);
  });

  it("has the colour of what is in no cluster", () => {
    expect([0, 1, 2].map(splitGroup)).toEqual([0, 1, 2]);
    expect(splitGroup(3)).toBe(groupOf(-1));
  });
});
