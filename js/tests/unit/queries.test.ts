/** Queries on random evaluations against brute force. */

import fc from "fast-check";
import { expect, it } from "vitest";
import { Strings } from "../../src/data/strings";
import { byImage, explained, outcomesAt } from "../../src/engine/byImage";
import * as counts from "../../src/engine/counts";
import { ordered } from "../../src/engine/order";
import type { Session } from "../../src/state/session";
import { type Asked, ask, sessionOver } from "./asked";
import * as brute from "./brute";
import { queries, STEADY, vectors } from "./generated";
import type { Vector } from "./vectors";

/** Cells that name a class the evaluation has. */
function known(vector: Vector, query: Asked): Asked {
  const classes = vector.header.classes.length;
  return { ...query, cells: query.cells.filter(([actual, predicted]) => actual < classes && predicted < classes) };
}

function check(property: (session: Session, vector: Vector, query: Asked) => void): void {
  fc.assert(
    fc.property(vectors, queries, fc.integer({ min: 1, max: 4 }), fc.boolean(), (vector, query, blocks, hasCube) => {
      const session = sessionOver(vector, { blocks, hasCube });
      ask(session, known(vector, query));
      property(session, vector, known(vector, query));
    }),
    STEADY,
  );
}

it("shows the images that every facet leaves, however many blocks they came in", () => {
  check(({ derived }, vector, query) => {
    expect([...derived.visible.value.rows]).toEqual(brute.visibleRows(vector, query));
  });
});

it("puts the images in gallery order, ties by row", () => {
  check(({ derived, actions }, vector, query) => {
    const rows = brute.visibleRows(vector, query);
    for (const sort of ["errors", "f1", "name"] as const) {
      actions.setView({ sort });
      expect([...derived.rows.value], sort).toEqual(brute.ordered(vector, rows, sort, derived.tallies.value));
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

it("counts the matrix over every facet but the cells", () => {
  check(({ derived }, vector, query) => {
    expect([...derived.matrix.value]).toEqual(brute.matrix(vector, query));
  });
});

it("tallies each image, and all images together, by the same rules", () => {
  check(({ derived }, vector, { confidence }) => {
    const tallies = derived.tallies.value;
    const outcomes = brute.holding(vector, confidence);
    vector.images.name.forEach((_, row) => {
      const mine = outcomes.filter(({ image }) => image === row);
      expect([tallies.tp[row], tallies.fp[row], tallies.fn[row]]).toEqual(brute.tally(vector, mine));
    });
  });
});

it("draws a curve that agrees with the matrix at every threshold", () => {
  check(({ derived, state }, vector, query) => {
    const curve = derived.curve.value.points;
    const classes = vector.header.classes.length;
    for (let percent = 0; percent <= 100; percent += 1) {
      const cells = Float64Array.from(brute.matrix(vector, { ...query, confidence: percent }));
      expect(cells).toHaveLength(classes * classes);
      const [tp, fp, fn] = counts.tallyOf(counts.ofMatrix(cells, state.header.value), 0);
      expect(curve[percent]).toMatchObject({ tp, fp, fn });
    }
  });
});

it("finds the outcomes of an image, and puts its errors most frequent first", () => {
  check(({ derived, state }, vector, { confidence, cells }) => {
    const outcomes = state.outcomes.value;
    const index = byImage(outcomes, vector.images.name.length);
    vector.images.name.forEach((_, row) => {
      const expected = brute.holding(vector, confidence).filter(({ image }) => image === row);
      const rows = outcomesAt(index, outcomes, row, confidence);
      expect(rows.map((i) => outcomes.count[i])).toEqual(expected.map(({ count }) => count));
      const found = explained(outcomes, rows, derived.isSelected.value);
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

it("lists the clusters of what the other facets leave by size, unclustered images last, with the F1 of all their instances", () => {
  check(({ derived }, vector, query) => {
    const left = brute.visibleRows(vector, { ...query, clusters: [] });
    const clusters = derived.clusters.value;
    const sizes = clusters.filter(({ id }) => id !== -1).map(({ size }) => size);
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
    expect(clusters.findIndex(({ id }) => id === -1)).toBeOneOf([-1, clusters.length - 1]);
    expect(clusters.reduce((sum, { size }) => sum + size, 0)).toBe(left.length);
    for (const { id, size, f1 } of clusters) {
      const rows = left.filter((row) => vector.images.cluster[row] === id);
      const mine = brute.holding(vector, query.confidence).filter(({ image }) => rows.includes(image));
      const [tp, fp, fn] = brute.tally(vector, mine);
      expect(size).toBe(rows.length);
      expect(f1).toBe((2 * tp) / (2 * tp + fp + fn));
    }
  });
});

it("adds the classes up to the totals, whatever a mix-up counts as", () => {
  check(({ derived, state }) => {
    const { tp, fp, fn } = derived.totals.value;
    const found = derived.byClass.value;
    const sum = (key: "tp" | "fp" | "fn") => found.reduce((all, row) => all + row[key], 0);
    expect([sum("tp"), sum("fp"), sum("fn")]).toEqual([tp, fp, fn]);
    for (const row of found) expect(row.support).toBe(row.tp + row.mixedUp + row.missed);
    const { order, background } = state.header.value;
    expect(found.map(({ index }) => index)).toEqual(order.filter((index) => index !== background));
  });
});
