/** The same sums class by class: what became of a class's instances, and what was taken for it. */

import { adder, at, blank, grow, type Rates, rates } from "./counts";
import type { Header } from "./header";

/**
 * Of one class. Its false positives are what was predicted as it, its false negatives what it really
 * was, so the classes add up to the totals; support = tp + mixedUp + missed whatever `mixups` says.
 */
export interface ClassCounts extends Rates {
  /** Class index. */
  readonly index: number;
  /** Instances that really are of the class. */
  readonly support: number;
  /** What was predicted as the class, right or wrong. */
  readonly predicted: number;
  /** Instances of the class predicted as background. */
  readonly missed: number;
  /** Instances of the class predicted as another class. */
  readonly mixedUp: number;
  /** Predictions of the class where nothing was. */
  readonly onBackground: number;
}

/** The classes of a matrix [actual * classes + predicted] in display order; background has no row. */
export function byClass(cells: Float64Array, header: Header): ClassCounts[] {
  const { background } = header;
  const size = header.classes.length;
  const tallies = blank(size);
  const unasked = new Float64Array(size);
  const addActual = adder(header, { ...tallies, fp: unasked });
  const addPredicted = adder(header, { tp: unasked, fp: tallies.fp, fn: unasked });
  const support = new Float64Array(size);
  const predicted = new Float64Array(size);
  cells.forEach((count, cell) => {
    if (count === 0) return;
    const [row, column] = [Math.floor(cell / size), cell % size];
    addActual(row, row, column, count);
    addPredicted(column, row, column, count);
    grow(support, row, count);
    grow(predicted, column, count);
  });
  const beside = (cell: number) => (background === null ? 0 : at(cells, cell));
  return header.order
    .filter((index) => index !== background)
    .map((index) => {
      const missed = beside(index * size + (background ?? 0));
      return {
        index,
        support: at(support, index),
        predicted: at(predicted, index),
        missed,
        mixedUp: at(support, index) - at(cells, index * size + index) - missed,
        onBackground: beside((background ?? 0) * size + index),
        ...rates(tallies, index),
      };
    });
}
