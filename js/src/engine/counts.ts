/** The sums: matrix, per-image tallies and the threshold curve, all over the same outcomes. */

import type { Outcomes } from "../data/tables";
import type { View } from "../data/wire";
import { byKind, type CellCount, FLAGS, FN, FP, outcomeFlags, TP } from "./cells";
import type { Header } from "./header";
import type { Mask } from "./mask";

/** Whole numbers; the narrow type where every sum is known to fit. */
type Sums = Float64Array | Uint32Array;

/** True positives, false positives and false negatives, a row an image, a threshold or a class. */
export interface Tallies {
  readonly tp: Sums;
  readonly fp: Sums;
  readonly fn: Sums;
}

/** Over the images of `mask`. */
export function summed({ tp, fp, fn }: Tallies, mask: Mask): Tallies {
  const [all, sums] = [[tp, fp, fn] as const, new Float64Array(3)];
  for (const [place, own] of all.entries())
    for (let i = 0; i < own.length; i++) if (mask[i]) grow(sums, place, at(own, i));
  return { tp: sums.subarray(0, 1), fp: sums.subarray(1, 2), fn: sums.subarray(2) };
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

/** Thresholds in whole percents, 0 to 100. */
export const PERCENTS = 101;

/** Sum of counts in [actual][predicted], row by row, over the images of `mask` at one threshold. */
export function matrix(outcomes: Outcomes, mask: Mask, confidence: number, classes: number): Float64Array {
  const cells = new Float64Array(classes * classes);
  const { image, actual, predicted, count, first, last, size } = outcomes;
  for (let i = 0; i < size; i++) {
    if ((first[i] as number) > confidence || confidence > (last[i] as number) || !mask[image[i] as number]) continue;
    (cells[(actual[i] as number) * classes + (predicted[i] as number)] as number) += count[i] as number;
  }
  return cells;
}

/** Which outcomes hold at a threshold. */
export function holdingAt({ first, last }: Outcomes, confidence: number): (outcome: number) => boolean {
  return (i) => (first[i] as number) <= confidence && confidence <= (last[i] as number);
}

/** TP, FP and FN of every image at one threshold. */
export function perImage(outcomes: Outcomes, confidence: number, images: number, header: Header): Tallies {
  const { image, actual, predicted, count, first, last, size } = outcomes;
  const { tp, fp, fn } = blank(images, largestSum(outcomes));
  const flagsOf = outcomeFlags(header);
  for (let i = 0; i < size; i++) {
    if ((first[i] as number) > confidence || confidence > (last[i] as number)) continue;
    const flags = flagsOf(actual[i] as number, predicted[i] as number);
    const row = image[i] as number;
    const amount = count[i] as number;
    if (flags & TP) (tp[row] as number) += amount;
    if (flags & FP) (fp[row] as number) += amount;
    if (flags & FN) (fn[row] as number) += amount;
  }
  return { tp, fp, fn };
}

/** No sum of counts is larger. Most columns are so narrow that their type alone tells. */
function largestSum({ count, size }: Outcomes): number {
  const isNarrow = count instanceof Uint8Array || count instanceof Uint16Array;
  return isNarrow ? size * (2 ** (8 * count.BYTES_PER_ELEMENT) - 1) : Number.POSITIVE_INFINITY;
}

/** TP, FP and FN of a whole matrix, as tallies of length one. */
export function ofMatrix(cells: Float64Array, header: Header): Tallies {
  const { tp, fp, fn } = blank(1);
  const flagsOf = outcomeFlags(header);
  const classes = header.classes.length;
  for (let actual = 0, cell = 0; actual < classes; actual++) {
    for (let predicted = 0; predicted < classes; predicted++, cell++) {
      const amount = cells[cell] as number;
      if (amount === 0) continue;
      const flags = flagsOf(actual, predicted);
      if (flags & TP) grow(tp, 0, amount);
      if (flags & FP) grow(fp, 0, amount);
      if (flags & FN) grow(fn, 0, amount);
    }
  }
  return { tp, fp, fn };
}

/** TP, FP and FN at each of the 101 thresholds over the images of `mask`. */
export function curve(outcomes: Outcomes, mask: Mask, header: Header): Tallies {
  const { image, actual, predicted, count, first, last, size } = outcomes;
  // How much of each combination of flags begins and ends at each percent: FLAGS of them, side by side.
  const steps = new Float64Array(FLAGS * (PERCENTS + 1));
  const flagsOf = outcomeFlags(header);
  for (let i = 0; i < size; i++) {
    if (!mask[image[i] as number]) continue;
    const flags = flagsOf(actual[i] as number, predicted[i] as number);
    const amount = count[i] as number;
    (steps[FLAGS * (first[i] as number) + flags] as number) += amount;
    (steps[FLAGS * ((last[i] as number) + 1) + flags] as number) -= amount;
  }
  return { tp: running(steps, TP), fp: running(steps, FP), fn: running(steps, FN) };
}

/** TP, FP and FN of one row. */
export function tallyOf({ tp, fp, fn }: Tallies, row: number): [tp: number, fp: number, fn: number] {
  return [at(tp, row), at(fp, row), at(fn, row)];
}

/** Precision, recall and F1 of one row of tallies; NaN for 0/0. */
export function rates(tallies: Tallies, row: number): Rates {
  const [tp, fp, fn] = tallyOf(tallies, row);
  return { tp, fp, fn, precision: tp / (tp + fp), recall: tp / (tp + fn), f1: f1Of(tallies, row) };
}

/** F1 of one row; NaN for 0/0. */
export function f1Of({ tp, fp, fn }: Tallies, row: number): number {
  const right = 2 * (tp[row] as number);
  return right / (right + (fp[row] as number) + (fn[row] as number));
}

/** FP + FN of one row. */
export function errorsOf({ fp, fn }: Tallies, row: number): number {
  return (fp[row] as number) + (fn[row] as number);
}

/** What the cells of a matrix are shares of. */
export type Shares = View["normalize"];

/** What the cell (actual, predicted) is a share of; 0 for counts. */
export function denominators(
  cells: Float64Array,
  classes: number,
  by: Shares,
): (actual: number, predicted: number) => number {
  if (by === "count") return () => 0;
  const sums = new Float64Array(classes);
  for (let actual = 0, cell = 0; actual < classes; actual++) {
    for (let predicted = 0; predicted < classes; predicted++, cell++) {
      const count = cells[cell] as number;
      if (count > 0) grow(sums, by === "all" ? 0 : by === "actual" ? actual : predicted, count);
    }
  }
  return (actual, predicted) => at(sums, by === "all" ? 0 : by === "actual" ? actual : predicted);
}

/** The cells with errors of each kind, the `most` largest of them. */
export type MostConfused = Readonly<Record<"mixup" | "missed" | "falsePositive", readonly CellCount[]>>;

/** Largest first, ties by (actual, predicted) in display order; no zeros. */
export function mostConfused(cells: Float64Array, { order, classes, background }: Header, most = 10): MostConfused {
  const found: Record<keyof MostConfused, CellCount[]> = { mixup: [], missed: [], falsePositive: [] };
  const listOf = byKind<CellCount[] | undefined>(background, { ...found, correct: undefined, nothing: undefined });
  for (const actual of order) {
    const row = actual * classes.length;
    for (const predicted of order) {
      const count = cells[row + predicted] as number;
      const list = count > 0 ? listOf(actual, predicted) : undefined;
      if (!list) continue;
      let place = list.length;
      while (place > 0 && count > (list[place - 1] as CellCount).count) place--;
      if (place < most) list.splice(place, 0, { actual, predicted, count });
      if (list.length > most) list.pop();
    }
  }
  return found;
}

/** The element of a column at a row that is known to exist. */
export function at(column: ArrayLike<number>, row: number): number {
  return column[row] as number;
}

/** Add to one element of a column. */
export function grow(column: Sums, row: number, amount: number): void {
  column[row] = at(column, row) + amount;
}

/** Tallies of nothing; `most`: no sum will be larger. */
export function blank(size: number, most = Number.POSITIVE_INFINITY): Tallies {
  const Sums = most < 2 ** 32 ? Uint32Array : Float64Array;
  return { tp: new Sums(size), fp: new Sums(size), fn: new Sums(size) };
}

/** The sums so far of all combinations that hold the bit. */
function running(steps: Float64Array, bit: number): Float64Array {
  let sum = 0;
  return Float64Array.from({ length: PERCENTS }, (_, percent) => {
    for (let flags = 0; flags < FLAGS; flags++) {
      if (flags & bit) sum += at(steps, FLAGS * percent + flags);
    }
    return sum;
  });
}
