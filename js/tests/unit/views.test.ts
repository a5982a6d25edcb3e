/** The arithmetic and the sentences of toolbar and matrix. */

import { describe, expect, test } from "vitest";
import type { Header } from "../../src/data/wire";
import type { CellIndex } from "../../src/engine/cells";
import { runs, spread } from "../../src/engine/curve";
import { cells as cellFacet } from "../../src/engine/facets/cells";
import { compact, counted, percent, percents, range, rate, short } from "../../src/engine/numbers";
import { placeAfterKey } from "../../src/matrix/input/navigation";
import { linesNamed } from "../../src/matrix/input/search";
import { blockOf, countAt, STEPS, tableOf } from "../../src/matrix/model/table";
import { labelOf, tipOf } from "../../src/matrix/model/words";
import { createState } from "../../src/state/state";
import { snapped } from "../../src/toolbar/curve";
import { statusText } from "../../src/toolbar/sentences";
import { contrast, textOn } from "../../src/ui/colours";

const HEADER: Header = {
  ...createState().header.value,
  classes: ["background", "cat", "dog"],
  background: 0,
  order: [1, 2, 0],
  splits: { test: 4 },
  thresholds: [20, 40],
  coverage: {
    test: [
      [20, 20],
      [40, 40],
    ],
  },
};
const VIEW = { sort: "errors", colour: "f1", normalize: "count", diagonal: true } as const;

describe("numbers", () => {
  test("are grouped, singular where there is one, a dash for 0/0", () => {
    expect([counted(1, "classes"), counted(1234, "images")]).toEqual(["1 class", "1,234 images"]);
    expect([rate(0.9123), rate(1), rate(Number.NaN)]).toEqual([".912", "1.000", "—"]);
    expect([percent(0.054), percent(0.5), percent(0.0001), percent(Number.NaN)]).toEqual([
      "5.4 %",
      "50 %",
      "<0.1 %",
      "—",
    ]);
    expect(
      percents([
        [20, 20],
        [30, 40],
        [60, 60],
      ]),
    ).toBe("20 %, 30 to 40 % and 60 %");
  });

  test("of bounds have the digits they need", () => {
    expect([0.3, 0.1 + 0.2, 0.995, 1, 0].map(short)).toEqual([".3", ".3", ".995", "1", "0"]);
  });

  test("shorten to three digits, and round up into the next unit", () => {
    const counts = [0, 999, 1000, 1234, 9949, 9950, 119_400, 999_499, 999_600, 1_250_000, 3e12];
    expect(counts.map((count) => compact(count, 1))).toEqual([
      "0",
      "999",
      "1k",
      "1.2k",
      "9.9k",
      "10k",
      "119k",
      "999k",
      "1M",
      "1.3M",
      "3T",
    ]);
    expect([compact(1234, 0), compact(9949, 0)]).toEqual(["1k", "10k"]);
  });
});

describe("status", () => {
  const shown = { split: "test", confidence: 20, model: "" };
  const idle = { state: "idle", message: "", done: 0, total: 0 } as const;
  const say = (change: object) =>
    statusText({
      asked: shown,
      shown,
      status: idle,
      header: HEADER,
      isWithoutKernel: false,
      isStale: false,
      isDamaged: false,
      ...change,
    });

  test("is silent when what is asked is shown", () => expect(say({})).toBe(""));
  test("says how far loading is", () =>
    expect(say({ status: { ...idle, state: "loading", message: "Loading", done: 3, total: 9 } })).toBe(
      "Loading, 3 of 9",
    ));
  test("says that images are fetched, and that nobody sends them", () => {
    expect(say({ isStale: true })).toBe("Fetching the images …");
    expect(say({ isStale: true, isWithoutKernel: true })).toMatch(/^This needs a kernel, and none answers: /);
  });
  test("says that what filters leave came damaged", () =>
    expect(say({ isDamaged: true })).toMatch(/^The numbers of these filters came damaged: .* run the cell again\.$/));
  test("names the split when that is missing too", () =>
    expect(say({ asked: { ...shown, split: "valid" }, isWithoutKernel: true })).toBe(
      "valid at 20 % was not saved in this notebook. Still showing test at 20 %. Saved: test at 20 % and 40 %.",
    ));
});

describe("status of a threshold that is not there", () => {
  const asked = { split: "test", confidence: 53, model: "" };
  const idle = { state: "idle", message: "", done: 0, total: 0 } as const;
  const say = (change: object, confidence = 40) =>
    statusText({
      ...{
        asked,
        shown: { ...asked, confidence },
        status: idle,
        header: HEADER,
        isWithoutKernel: false,
        isStale: false,
        isDamaged: false,
      },
      ...change,
    });

  test("names what is still shown, loading or refused", () => {
    expect(say({})).toBe("Fetching the numbers at 53 % … still showing 40 %");
    expect(say({ status: { ...idle, state: "loading", message: "Counting", done: 3, total: 9 } })).toBe(
      "Counting, 3 of 9, still showing 40 %",
    );
    expect(say({ status: { ...idle, state: "error", message: "No report at 53 %" } })).toBe(
      "No report at 53 %. Still showing 40 %.",
    );
    expect(say({ isWithoutKernel: true })).toMatch(
      /^53 % was not saved in this notebook\. Still showing 40 %\. Saved: /,
    );
  });
  test("names the model when that is missing too", () =>
    expect(say({ asked: { ...asked, model: "v1" } })).toBe("Fetching the numbers of v1 at 53 % … still showing 40 %"));
  test("claims nothing where nothing is shown", () => expect(say({}, 41)).toBe("Fetching the numbers at 53 % …"));
});

function chipsOf(cells: readonly CellIndex[], header: Header) {
  return cellFacet.chips(cells, { header, images: createState().images.value, inSplit: new Uint8Array(0) });
}

describe("chips", () => {
  const line = (cells: readonly CellIndex[]) => chipsOf(cells, HEADER).map((chip) => chip.text);

  test("say few cells in words", () => {
    expect(
      line([
        [1, 2],
        [1, 0],
        [0, 2],
        [1, 1],
      ]),
    ).toEqual(["cat predicted as dog", "cat missed", "dog, unlabelled", "cat correct"]);
  });

  test("fold whole rows, and the rest past a handful", () => {
    const classes = Array.from({ length: 12 }, (_, i) => String(i));
    const header = { ...HEADER, classes, background: null, order: classes.map(Number) };
    const row = header.order.map((predicted): CellIndex => [3, predicted]);
    const loose = header.order
      .slice(0, 9)
      .map((actual): CellIndex => [actual, 11])
      .filter(([actual]) => actual !== 3);
    const texts = chipsOf([...row, ...loose], header).map((chip) => chip.text);
    expect(texts[0]).toBe("actual 3, 12 cells");
    expect(texts).toHaveLength(7);
    expect(texts.at(-1)).toBe("+3 more");
  });
});

describe("matrix table", () => {
  const cells = Float64Array.of(0, 2, 0, 5, 1000, 1, 0, 0, 3);
  const table = tableOf(cells, HEADER, VIEW);

  test("puts background last", () => {
    expect(table.names).toEqual(["cat", "dog", "background"]);
    expect(range(0, 8).map((cell) => countAt(table, cell))).toEqual([1000, 1, 5, 0, 3, 0, 2, 0, 0]);
  });

  test("says the count and its shares of row and column, and how sure the share on show is", () => {
    const says = (normalize: "count" | "actual" | "predicted" | "all") => {
      const own = tableOf(cells, HEADER, { ...VIEW, normalize });
      return [labelOf(own, 2), ...tipOf(own, { row: 0, column: 2 })];
    };
    const label = "actual cat, predicted background: 5";
    const [words, missed] = ["cat missed", "5 of 1,006 actual cat (0.5 %)"];
    const [between, inRow] = ["95 % between 0.2 % and 1.2 % (5 of 1,006)", "0.5 % of actual"];
    expect(says("count")).toEqual([label, words, missed]);
    expect(says("actual")).toEqual([`${label}, ${inRow}, ${between}`, words, missed, between]);
    expect(says("predicted").at(-1)).toBe("95 % between 57 % and 100 % (5 of 5)");
    expect(says("all").slice(2)).toEqual([missed, "0.5 % of all", "95 % between 0.2 % and 1.2 % (5 of 1,011)"]);
  });

  test("says both shares of a mix-up, one of what is unlabelled, and of a line what is correct", () => {
    const tip = (row: number, column: number) => tipOf(table, { row, column });
    expect(tip(0, 1)).toEqual(["cat predicted as dog", "1 of 1,006 actual cat (<0.1 %), 25 % of predicted dog"]);
    expect(tip(0, 0)).toEqual(["cat correct", "1,000 of 1,006 actual cat (99 %), 100 % of predicted cat"]);
    expect(tip(2, 0)).toEqual(["cat, unlabelled", "2 of 1,002 predicted cat (0.2 %)"]);
    expect(tip(2, 2)).toEqual(["background correct", "0 instances"]);
    expect(tip(0, -1)).toEqual(["actual cat", "1,006 instances, 1,000 correct (99 %)"]);
    expect(tip(-1, 2)).toEqual(["predicted background", "5 instances"]);
  });

  test("gives errors their own scale, so that a large diagonal does not bleach them", () => {
    expect(table.shades[0]).toBe(STEPS - 1);
    expect(table.shades[2]).toBe(3 * STEPS - 1);
    expect((table.shades[6] ?? 0) - STEPS).toBeGreaterThan(STEPS / 2);
  });

  test("a name stands for its whole line, without a hidden diagonal", () => {
    const bare = tableOf(cells, HEADER, { ...VIEW, diagonal: false });
    const all = () => true;
    expect(blockOf(bare, { row: 0, column: -1 }, { row: 0, column: -1 }, all)).toEqual([
      [1, 2],
      [1, 0],
    ]);
  });

  test("of a large block only the cells are selected that anything ever lies in; a line stays whole", () => {
    const classes = range(0, 1202).map(String);
    const header = { ...HEADER, classes, background: null, order: classes.map(Number) };
    const large = tableOf(new Float64Array(1203 ** 2), header, VIEW);
    const isEver = (actual: number, predicted: number) => predicted === actual + 1;
    const block = blockOf(large, { row: 0, column: 0 }, { row: 299, column: 299 }, isEver);
    expect(block).toHaveLength(299);
    expect(block.every(([actual, predicted]) => isEver(actual, predicted))).toBe(true);
    expect(blockOf(large, { row: 7, column: -1 }, { row: 7, column: -1 }, isEver)).toHaveLength(1203);
  });
});

test("a class is found by any part of its name, those that begin with it first, ASCII letters of either case", () => {
  const names = ["hot dog", "Dog", "cat", "DOGSLED", "\u00c4rger"];
  expect(linesNamed(names, "dOg")).toEqual([1, 3, 0]);
  expect([linesNamed(names, "\u00e4"), linesNamed(names, "a\u0308r")]).toEqual([[], []]);
  expect(linesNamed(names, "A\u0308r")).toEqual([4]);
});

test("keys stop at the edges and skip the corner", () => {
  const key = (name: string, row: number, column: number, ctrlKey = false) =>
    placeAfterKey({ key: name, ctrlKey, metaKey: false }, { row, column }, 5);
  expect(key("ArrowUp", 0, -1)).toEqual({ row: 0, column: -1 });
  expect(key("ArrowDown", 4, 2)).toEqual({ row: 4, column: 2 });
  expect(key("PageDown", 0, 2)).toEqual({ row: 4, column: 2 });
  expect(key("End", 1, 0, true)).toEqual({ row: 4, column: 4 });
  expect(key("a", 1, 1)).toBeUndefined();
});

test("curves break where no report is loaded and skip 0/0", () => {
  const point = (at: number, precision: number, isKnown = true) => ({
    percent: at,
    isKnown,
    ...{ tp: 1, fp: 1, fn: 1, precision, recall: 0, f1: 0 },
  });
  const curve = [point(0, 0.5), point(1, 0.6), point(2, 0, false), point(3, Number.NaN), point(4, 0.7)];
  expect(runs(curve, "precision")).toEqual([
    [
      [0, 0.5],
      [1, 0.6],
    ],
    [[4, 0.7]],
  ]);
});

test("the hand snaps to a stored threshold near by", () => {
  expect([snapped(38, [20, 40]), snapped(30, [20, 40])]).toEqual([40, 30]);
});

test("text on any fill keeps a contrast of 4.5", () => {
  for (let grey = 0; grey < 256; grey++) {
    const ground = [grey, grey, grey] as const;
    const text = textOn(ground) === "#000" ? ([0, 0, 0] as const) : ([255, 255, 255] as const);
    expect(contrast(ground, text)).toBeGreaterThanOrEqual(4.5);
  }
});

test("labels keep apart and inside, nearest to where they would stand", () => {
  expect(spread([5, 6, 30], 10, 0, 40)).toEqual([5, 15, 30]);
  expect(spread([39, 40, 38], 10, 0, 40)).toEqual([30, 40, 20]);
  expect(spread([], 10, 0, 40)).toEqual([]);
});
