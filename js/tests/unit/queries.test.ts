/** Queries on random evaluations against brute force. */

import fc from "fast-check";
import { expect, it } from "vitest";
import { Strings } from "../../src/data/strings";
import { byCell } from "../../src/engine/byCell";
import { byClass } from "../../src/engine/byClass";
import { byImage, explained, outcomesAt } from "../../src/engine/byImage";
import { clusterCodes, clustersOf } from "../../src/engine/clusters";
import * as counts from "../../src/engine/counts";
import * as filters from "../../src/engine/filters";
import { ordered } from "../../src/engine/order";
import * as brute from "./brute";
import { queries, STEADY, vectors } from "./generated";
import { headerOf, type Vector, vectorImages, vectorOutcomes } from "./vectors";

/** Cells that name a class the evaluation has. */
function asked(vector: Vector, query: filters.Filters): filters.Filters {
  const classes = vector.header.classes.length;
  return { ...query, cells: query.cells.filter(([actual, predicted]) => actual < classes && predicted < classes) };
}

function check(property: (vector: Vector, query: filters.Filters, blocks: number) => void): void {
  fc.assert(
    fc.property(vectors, queries, fc.integer({ min: 1, max: 4 }), (vector, query, blocks) =>
      property(vector, asked(vector, query), blocks),
    ),
    STEADY,
  );
}

it("shows the images that every filter leaves, however many blocks they came in", () => {
  check((vector, query, blocks) => {
    const passing = filters.base(vectorImages(vector, blocks), query);
    const outcomes = vectorOutcomes(vector, blocks);
    const classes = vector.header.classes.length;
    const { rows } =
      query.cells.length > 0
        ? filters.behind(outcomes, byCell(outcomes, classes), passing, query, classes)
        : filters.everyone(
            passing,
            filters.rowsOf(passing),
            counts.matrix(outcomes, passing, query.confidence, classes),
          );
    expect([...rows]).toEqual(brute.visibleRows(vector, query));
  });
});

it("puts the images in gallery order, ties by row", () => {
  check((vector, query) => {
    const images = vectorImages(vector);
    const mask = filters.base(images, query);
    const rows = filters.rowsOf(mask);
    const tallies = counts.perImage(vectorOutcomes(vector), query.confidence, images.size, headerOf(vector));
    for (const sort of ["errors", "f1", "name"] as const) {
      const found = ordered({ mask, rows }, sort, images.name, tallies);
      expect([...found], sort).toEqual(brute.ordered(vector, [...rows], sort, tallies));
    }
  });
});

it("sorts names of any length, one far longer than all others among them", () => {
  const names = fc.array(fc.string({ unit: fc.constantFrom("a", "b", "\0", "é", "\u{1f600}"), maxLength: 6 }), {
    maxLength: 12,
  });
  fc.assert(
    fc.property(names, fc.nat(12), (short, place) => {
      const all = [...short.slice(0, place), "ab".repeat(100), ...short.slice(place)];
      const rows = Uint32Array.from(all.keys());
      const found = ordered(
        { mask: new Uint8Array(all.length).fill(1), rows },
        "name",
        Strings.of(all),
        counts.blank(0),
      );
      expect([...found].map((row) => all[row])).toEqual([...all].sort(byCodePoint));
    }),
    STEADY,
  );
});

function byCodePoint(a: string, b: string): number {
  const [first, second] = [[...a], [...b]].map((text) => text.map((letter) => letter.codePointAt(0) ?? 0)) as [
    number[],
    number[],
  ];
  const place = first.findIndex((point, i) => point !== second[i]);
  return place < 0 ? first.length - second.length : (first[place] ?? 0) - (second[place] ?? -1);
}

it("counts the matrix over every filter but the cells", () => {
  check((vector, query) => {
    const passing = filters.base(vectorImages(vector), query);
    const cells = counts.matrix(vectorOutcomes(vector), passing, query.confidence, vector.header.classes.length);
    expect([...cells]).toEqual(brute.matrix(vector, query));
  });
});

it("tallies each image, and all images together, by the same rules", () => {
  check((vector, { confidence }) => {
    const header = headerOf(vector);
    const tallies = counts.perImage(vectorOutcomes(vector), confidence, vector.images.name.length, header);
    const outcomes = brute.holding(vector, confidence);
    vector.images.name.forEach((_, row) => {
      const mine = outcomes.filter(({ image }) => image === row);
      expect([tallies.tp[row], tallies.fp[row], tallies.fn[row]]).toEqual(brute.tally(vector, mine));
    });
  });
});

it("draws a curve that agrees with the matrix at every threshold", () => {
  check((vector, query) => {
    const header = headerOf(vector);
    const outcomes = vectorOutcomes(vector);
    const passing = filters.base(vectorImages(vector), query);
    const curve = counts.curve(outcomes, passing, header);
    for (let percent = 0; percent <= 100; percent += 1) {
      const cells = counts.matrix(outcomes, passing, percent, header.classes.length);
      const total = counts.ofMatrix(cells, header);
      expect([curve.tp[percent], curve.fp[percent], curve.fn[percent]]).toEqual([
        total.tp[0],
        total.fp[0],
        total.fn[0],
      ]);
    }
  });
});

it("finds the outcomes of an image, and puts its errors most frequent first", () => {
  check((vector, { confidence, cells }) => {
    const outcomes = vectorOutcomes(vector);
    const index = byImage(outcomes, vector.images.name.length);
    vector.images.name.forEach((_, row) => {
      const expected = brute.holding(vector, confidence).filter(({ image }) => image === row);
      const rows = outcomesAt(index, outcomes, row, confidence);
      expect(rows.map((i) => outcomes.count[i])).toEqual(expected.map(({ count }) => count));
      const found = explained(outcomes, rows, cells);
      const wanted = expected.filter(({ actual, predicted }) =>
        cells.length === 0 ? actual !== predicted : cells.some(([a, p]) => a === actual && p === predicted),
      );
      const sum = (list: readonly { count: number }[]) => list.reduce((total, { count }) => total + count, 0);
      expect(sum(found)).toBe(sum(wanted));
      expect(found.map(({ count }) => count)).toEqual(found.map(({ count }) => count).sort((a, b) => b - a));
      expect(new Set(found.map(({ actual, predicted }) => `${actual},${predicted}`)).size).toBe(found.length);
    });
  });
});

it("lists clusters by size, unclustered images last, with the F1 of all their instances", () => {
  check((vector, { split, confidence }) => {
    const images = vectorImages(vector);
    const mask = filters.inSplit(images, split);
    const tallies = counts.perImage(vectorOutcomes(vector), confidence, images.size, headerOf(vector));
    const clusters = clustersOf(clusterCodes(images.cluster), mask, tallies);
    const sizes = clusters.filter(({ id }) => id !== -1).map(({ size }) => size);
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
    expect(clusters.findIndex(({ id }) => id === -1)).toBeOneOf([-1, clusters.length - 1]);
    for (const { id, size, f1 } of clusters) {
      const rows = vector.images.cluster.map((_, row) => row).filter((row) => mask[row] && images.cluster[row] === id);
      const mine = brute.holding(vector, confidence).filter(({ image }) => rows.includes(image));
      const [tp, fp, fn] = brute.tally(vector, mine);
      expect(size).toBe(rows.length);
      expect(f1).toBe((2 * tp) / (2 * tp + fp + fn));
    }
  });
});

it("adds the classes up to the totals, whatever a mix-up counts as", () => {
  check((vector, query) => {
    const header = headerOf(vector);
    const passing = filters.base(vectorImages(vector), query);
    const cells = counts.matrix(vectorOutcomes(vector), passing, query.confidence, header.classes.length);
    const total = counts.ofMatrix(cells, header);
    const found = byClass(cells, header);
    const sum = (key: "tp" | "fp" | "fn") => found.reduce((all, row) => all + row[key], 0);
    expect([sum("tp"), sum("fp"), sum("fn")]).toEqual([total.tp[0], total.fp[0], total.fn[0]]);
    for (const row of found) expect(row.support).toBe(row.tp + row.mixedUp + row.missed);
    expect(found.map(({ index }) => index)).toEqual(header.order.filter((index) => index !== header.background));
  });
});
