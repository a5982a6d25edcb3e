/** The sums of counts.ts class by class: what became of its instances, and what was predicted as it. */

import type { Outcomes } from "../data/tables";
import { FN, FP, outcomeFlags, TP } from "./cells";
import { at, blank, errorsOf, grow, PERCENTS, type Rates, rates, type Tallies } from "./counts";
import type { Header } from "./header";
import type { Mask } from "./mask";
import { peak } from "./peak";

/**
 * The counts of one class. Its false positives are the wrong predictions of it, its false negatives its instances
 * that were predicted otherwise, so the classes add up to the totals; support = tp + mixedUp + missed, whatever
 * `mixups` says.
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
  /** Predictions of the class that no truth belongs to. */
  readonly onBackground: number;
  /** TP / (TP + FP + FN), the intersection over union where pixels are counted; NaN for 0/0. */
  readonly iou: number;
}

/** The classes of a matrix [actual * classes + predicted] in display order; background has no row. */
export function byClass(cells: Float64Array, header: Header): ClassCounts[] {
  const { background } = header;
  const size = header.classes.length;
  const tallies = blank(size);
  const flagsOf = outcomeFlags(header);
  const support = new Float64Array(size);
  const predicted = new Float64Array(size);
  for (let row = 0, cell = 0; row < size; row++) {
    for (let column = 0; column < size; column++, cell++) {
      const count = at(cells, cell);
      if (count === 0) continue;
      const flags = flagsOf(row, column);
      if (flags & TP) grow(tallies.tp, row, count);
      if (flags & FP) grow(tallies.fp, column, count);
      if (flags & FN) grow(tallies.fn, row, count);
      grow(support, row, count);
      grow(predicted, column, count);
    }
  }
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
        iou: at(tallies.tp, index) / (at(tallies.tp, index) + errorsOf(tallies, index)),
        ...rates(tallies, index),
      };
    });
}

/** The mean of the classes that occur; NaN: none does. */
export function meanIou(rows: readonly Pick<ClassCounts, "iou">[]): number {
  const known = rows.filter(({ iou }) => !Number.isNaN(iou));
  return known.reduce((sum, { iou }) => sum + iou, 0) / known.length;
}

/** Where the F1 of a class is best, and the rates there; NaN: above 0 nowhere. */
export interface ClassPeak extends Rates {
  /** Class index. */
  readonly index: number;
  readonly percent: number;
}

/** The peaks of the classes in display order, from their curves, over the `known` thresholds, ascending. */
export function classPeaks(curves: Tallies, known: readonly number[], header: Header): ClassPeak[] {
  const nowhere = { tp: 0, fp: 0, fn: 0, precision: Number.NaN, recall: Number.NaN, f1: Number.NaN };
  return header.order
    .filter((index) => index !== header.background)
    .map((index) => {
      const percent = peak(curves, "f1", known, PERCENTS * index);
      if (percent === undefined) return { index, percent: Number.NaN, ...nowhere };
      return { index, percent, ...rates(curves, PERCENTS * index + percent) };
    });
}

/** TP, FP and FN of each class at the 101 thresholds over the images of `mask`, in the row 101 * class + percent. */
export function classCurves(outcomes: Outcomes, mask: Mask, header: Header): Tallies {
  const { image, actual, predicted, count, first, last, size } = outcomes;
  const { tp, fp, fn } = blank(PERCENTS * header.classes.length);
  const flagsOf = outcomeFlags(header);
  const step = (sums: Tallies["tp"], label: number, row: number) => {
    const start = PERCENTS * label;
    grow(sums, start + at(first, row), at(count, row));
    // What holds to the end has no end within the row of its class.
    if (at(last, row) + 1 < PERCENTS) grow(sums, start + at(last, row) + 1, -at(count, row));
  };
  for (let row = 0; row < size; row++) {
    if (!mask[at(image, row)]) continue;
    const [truth, answer] = [at(actual, row), at(predicted, row)];
    const flags = flagsOf(truth, answer);
    if (flags & TP) step(tp, truth, row);
    if (flags & FP) step(fp, answer, row);
    if (flags & FN) step(fn, truth, row);
  }
  for (const sums of [tp, fp, fn]) {
    for (let row = 1; row < sums.length; row++) if (row % PERCENTS > 0) grow(sums, row, at(sums, row - 1));
  }
  return { tp, fp, fn };
}
