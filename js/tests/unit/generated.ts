/** Random evaluations and queries for fast-check, small and full of ties. */

import fc from "fast-check";
import type { Asked } from "./asked";
import type { Vector } from "./vectors";

/** The same cases on every run. */
export const STEADY = { seed: 20_261_122, numRuns: 300 } as const;

const CLASSES = ["cat", "background", "dog", "owl"];
const percent = fc.integer({ min: 0, max: 100 });
const name = fc.string({
  unit: fc.constantFrom("a", "A", "Ä", "\u0308", "\u212a", "\u{1f600}", "\uff5e"),
  maxLength: 4,
});

export const vectors: fc.Arbitrary<Vector> = fc
  .tuple(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 1, max: CLASSES.length }))
  .chain(([size, classes]) =>
    fc.record({
      header: fc.record({
        task: fc.constant("object-detection"),
        classes: fc.constant(CLASSES.slice(0, classes)),
        background: fc.option(fc.integer({ min: 0, max: classes - 1 })),
        mixups: fc.constantFrom("both", "fp", "fn", "none"),
      }),
      images: images(size),
      outcomes: outcomes(size, classes),
      order: fc.constant(CLASSES.slice(0, classes).map((_, index) => index)),
      words: fc.constant([]),
      queries: fc.constant([]),
    }),
  );

function images(size: number): fc.Arbitrary<Vector["images"]> {
  const column = <T>(values: fc.Arbitrary<T>) => fc.array(values, { minLength: size, maxLength: size });
  const coordinate = column(fc.constantFrom(null, -1, 0, 0.5, 1));
  return fc.record({
    id: fc.constant(Array.from({ length: size }, (_, row) => `id-${row}`)),
    name: column(name),
    split: column(fc.constantFrom("train", "valid", "test", "")),
    x: coordinate,
    y: coordinate,
    cluster: column(fc.integer({ min: -1, max: 2 })),
  });
}

function outcomes(size: number, classes: number): fc.Arbitrary<Vector["outcomes"]> {
  const label = fc.integer({ min: 0, max: classes - 1 });
  const row = fc.tuple(fc.nat(Math.max(0, size - 1)), label, label, fc.nat(3), percent, percent);
  return fc.array(row, { maxLength: size === 0 ? 0 : 20 }).map((rows) => ({
    image: rows.map(([image]) => image),
    actual: rows.map(([, actual]) => actual),
    predicted: rows.map(([, , predicted]) => predicted),
    count: rows.map(([, , , count]) => count),
    first: rows.map(([, , , , a, b]) => Math.min(a, b)),
    last: rows.map(([, , , , a, b]) => Math.max(a, b)),
  }));
}

/** Filters of every kind but the lasso, which the vectors test point by point. */
export const queries: fc.Arbitrary<Asked> = fc.record({
  split: fc.constantFrom("train", "valid", "test", "all", "all"),
  confidence: percent,
  cells: fc.array(fc.tuple(fc.nat(3), fc.nat(3)), { maxLength: 2 }),
  clusters: fc.array(fc.integer({ min: -1, max: 3 }), { maxLength: 2 }),
  lasso: fc.constant([]),
  query: fc.oneof(fc.constant(""), name),
  picked: fc.array(fc.integer({ min: -1, max: 9 }), { maxLength: 3 }),
});
