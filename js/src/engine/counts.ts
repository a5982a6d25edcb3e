/** The sums: matrix, per-image tallies and the threshold curve, all over the same outcomes. */

import type { Outcomes } from "../data/tables";
import type { Header } from "./header";

/** One byte an image: 1 is in, 0 is out. */
export type Mask = Uint8Array;

export interface Tallies {
  readonly tp: Float64Array;
  readonly fp: Float64Array;
  readonly fn: Float64Array;
}

/** Of one row of tallies, with the counts behind them. */
export interface Rates {
  readonly tp: number;
  readonly fp: number;
  readonly fn: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

const PERCENTS = 101;

/** Sum of counts in [actual][predicted], row by row, over the images of `mask` at one threshold. */
export function matrix(outcomes: Outcomes, mask: Mask, confidence: number, classes: number): Float64Array {
  const cells = new Float64Array(classes * classes);
  const { image, actual, predicted, count, size } = outcomes;
  const isHeld = holdingAt(outcomes, confidence);
  for (let i = 0; i < size; i++) {
    if (isHeld(i) && mask[at(image, i)]) grow(cells, at(actual, i) * classes + at(predicted, i), at(count, i));
  }
  return cells;
}

/** Which outcomes hold at a threshold. */
export function holdingAt({ first, last }: Outcomes, confidence: number): (outcome: number) => boolean {
  return (i) => at(first, i) <= confidence && confidence <= at(last, i);
}

/** TP, FP and FN of every image at one threshold. */
export function perImage(outcomes: Outcomes, confidence: number, images: number, header: Header): Tallies {
  const tallies = blank(images);
  const add = adder(header, tallies);
  const { image, actual, predicted, count, size } = outcomes;
  const isHeld = holdingAt(outcomes, confidence);
  for (let i = 0; i < size; i++) {
    if (isHeld(i)) add(at(image, i), at(actual, i), at(predicted, i), at(count, i));
  }
  return tallies;
}

/** TP, FP and FN of a whole matrix, as tallies of length one. */
export function ofMatrix(cells: Float64Array, header: Header): Tallies {
  const total = blank(1);
  const add = adder(header, total);
  const classes = header.classes.length;
  cells.forEach((count, cell) => {
    add(0, Math.floor(cell / classes), cell % classes, count);
  });
  return total;
}

/** TP, FP and FN at each of the 101 thresholds over the images of `mask`. */
export function curve(outcomes: Outcomes, mask: Mask, header: Header): Tallies {
  const steps = blank(PERCENTS + 1);
  const add = adder(header, steps);
  const { image, actual, predicted, count, first, last, size } = outcomes;
  for (let i = 0; i < size; i++) {
    if (!mask[at(image, i)]) continue;
    add(at(first, i), at(actual, i), at(predicted, i), at(count, i));
    add(at(last, i) + 1, at(actual, i), at(predicted, i), -at(count, i));
  }
  return { tp: running(steps.tp), fp: running(steps.fp), fn: running(steps.fn) };
}

/** TP, FP and FN of one row. */
export function tallyOf({ tp, fp, fn }: Tallies, row: number): [tp: number, fp: number, fn: number] {
  return [at(tp, row), at(fp, row), at(fn, row)];
}

/** Precision, recall and F1 of one row of tallies; NaN for 0/0. */
export function rates(tallies: Tallies, row: number): Rates {
  const [tp, fp, fn] = tallyOf(tallies, row);
  return { tp, fp, fn, precision: tp / (tp + fp), recall: tp / (tp + fn), f1: (2 * tp) / (2 * tp + fp + fn) };
}

type Shares = "count" | "actual" | "predicted" | "all";

/** Shares of each actual class (rows), predicted class (columns) or of all; NaN for 0/0. */
export function normalized(cells: Float64Array, classes: number, by: Shares): Float64Array {
  if (by === "count") return cells;
  const whole = wholes(cells, classes, by);
  return cells.map((count, cell) => count / whole(Math.floor(cell / classes), cell % classes));
}

/** What the cell (actual, predicted) is a share of; 0 for counts. */
export function wholes(
  cells: Float64Array,
  classes: number,
  by: Shares,
): (actual: number, predicted: number) => number {
  if (by === "count") return () => 0;
  const group = (actual: number, predicted: number) => (by === "all" ? 0 : by === "actual" ? actual : predicted);
  const sums = new Float64Array(classes);
  cells.forEach((count, cell) => {
    grow(sums, group(Math.floor(cell / classes), cell % classes), count);
  });
  return (actual, predicted) => at(sums, group(actual, predicted));
}

export interface Cell {
  readonly actual: number;
  readonly predicted: number;
  readonly count: number;
}

/**
 * The most confused pairs of classes; where these are few, then misses and false positives.
 *
 * Largest first, ties by (actual, predicted) in display order; no zeros. Mix-ups come first because
 * they are spread over the whole matrix, while misses and false positives stand in one column and row.
 */
export function worstCells(cells: Float64Array, header: Header, most = 10): Cell[] {
  const classes = header.classes.length;
  const found: Cell[] = [];
  for (const actual of header.order) {
    for (const predicted of header.order) {
      const count = at(cells, actual * classes + predicted);
      if (actual !== predicted && count > 0) found.push({ actual, predicted, count });
    }
  }
  const isMixup = ({ actual, predicted }: Cell) => actual !== header.background && predicted !== header.background;
  return found.sort((a, b) => Number(isMixup(b)) - Number(isMixup(a)) || b.count - a.count).slice(0, most);
}

/** The element of a column at a row that is known to exist. */
export function at(column: ArrayLike<number>, row: number): number {
  return column[row] as number;
}

/** Add to one element of a column. */
export function grow(column: Float64Array | Uint32Array, row: number, amount: number): void {
  column[row] = at(column, row) + amount;
}

type Add = (row: number, actual: number, predicted: number, count: number) => void;

/** The one place that says what is a true positive, a false positive and a false negative. */
export function adder(header: Header, { tp, fp, fn }: Tallies): Add {
  const background = header.background ?? -1;
  const isMixupPositive = header.mixups === "both" || header.mixups === "fp";
  const isMixupNegative = header.mixups === "both" || header.mixups === "fn";
  return (row, actual, predicted, count) => {
    if (actual === predicted) {
      if (actual !== background) grow(tp, row, count);
      return;
    }
    const isMixup = actual !== background && predicted !== background;
    if (isMixup ? isMixupPositive : actual === background) grow(fp, row, count);
    if (isMixup ? isMixupNegative : predicted === background) grow(fn, row, count);
  };
}

export function blank(size: number): Tallies {
  return { tp: new Float64Array(size), fp: new Float64Array(size), fn: new Float64Array(size) };
}

function running(steps: Float64Array): Float64Array {
  let sum = 0;
  return steps.subarray(0, PERCENTS).map((step) => {
    sum += step;
    return sum;
  });
}
