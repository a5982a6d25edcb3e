/** What kind of error each outcome is; the numbers are those of Python's matching/kinds.py. */

import type { Outcomes } from "../data/tables";
import type { Header } from "../data/wire";
import { byKind, type CellIndex, FN, FP, outcomeFlags } from "./cells";
import { at, blank, grow, PERCENTS, type Rates, type Tallies } from "./counts";

/** What each kind is called, by its number. */
export const KINDS = [
  ...(["correct", "class", "localisation", "duplicate", "background", "both"] as const),
  ...(["missed", "covered", "unknown", "none"] as const),
] as const;

export type Kind = (typeof KINDS)[number];

/** In an outcome's `kind`: nobody said. */
const UNTOLD = 255;

/** The kinds that are errors, in the order in which they are shown; "covered" stands apart, as it is no error of its own. */
export const ERRORS = ["class", "localisation", "both", "duplicate", "background", "missed", "unknown"] as const;

export type ErrorKind = (typeof ERRORS)[number];

/** The cells, of class indices, that errors of a kind lie in whose class is `label`. */
export function cellsOf(kind: Kind, label: number, { background, order }: Header): CellIndex[] {
  const none = background ?? -1;
  if (kind === "missed" || kind === "covered") return [[label, none]];
  if (kind !== "class") return [[none, label]];
  return order.filter((actual) => actual !== label).map((actual): CellIndex => [actual, label]);
}

/** From an outcome's row to the number of its kind: as Python told it, else what its cell can say. */
export function kindsOf({ kind, actual, predicted }: Outcomes, header: Header): (row: number) => number {
  const number = (name: Kind) => KINDS.indexOf(name);
  const ofCell = byKind<number>(header.background, {
    correct: number("correct"),
    mixup: number("class"),
    missed: number("missed"),
    // Pixels have no place of their own to be judged by.
    falsePositive: number(header.unit === "pixels" ? "background" : "unknown"),
    nothing: number("none"),
  });
  return (row) => {
    const told = kind[row] ?? UNTOLD;
    return told === UNTOLD ? ofCell(at(actual, row), at(predicted, row)) : told;
  };
}

/** Instances by class and kind, row by row: counted[class * kinds + kind], over the outcomes that `isCounted`. */
export function byClassAndKind(outcomes: Outcomes, isCounted: (row: number) => boolean, header: Header): Float64Array {
  const counted = new Float64Array(header.classes.length * KINDS.length);
  const kindOf = kindsOf(outcomes, header);
  for (let row = 0; row < outcomes.size; row++) {
    if (!isCounted(row)) continue;
    const predicted = at(outcomes.predicted, row);
    // What was predicted, or what there is where nothing was.
    const label = predicted === header.background ? at(outcomes.actual, row) : predicted;
    const place = label * KINDS.length + kindOf(row);
    counted[place] = (counted[place] as number) + at(outcomes.count, row);
  }
  return counted;
}

/** Of each kind of error at the 101 thresholds, in the row 101 * kind + percent: instances, and what they count as. */
export interface KindCurves extends Tallies {
  readonly count: Float64Array;
}

/** The curves of the outcomes that `isCounted`, at whatever threshold they hold; a kind has no true positives. */
export function kindCurves(outcomes: Outcomes, isCounted: (row: number) => boolean, header: Header): KindCurves {
  const size = PERCENTS * KINDS.length;
  const { tp, fp, fn } = blank(size);
  const count = new Float64Array(size);
  const [kindOf, flagsOf] = [kindsOf(outcomes, header), outcomeFlags(header)];
  for (let row = 0; row < outcomes.size; row++) {
    if (!isCounted(row)) continue;
    const [start, amount] = [PERCENTS * kindOf(row), at(outcomes.count, row)];
    const flags = flagsOf(at(outcomes.actual, row), at(outcomes.predicted, row));
    for (const [sums, bit] of [[count, -1] as const, [fp, FP] as const, [fn, FN] as const]) {
      if ((flags & bit) === 0) continue;
      grow(sums, start + at(outcomes.first, row), amount);
      if (at(outcomes.last, row) + 1 < PERCENTS) grow(sums, start + at(outcomes.last, row) + 1, -amount);
    }
  }
  for (const sums of [count, fp, fn]) {
    for (let row = 1; row < size; row++) if (row % PERCENTS > 0) grow(sums, row, at(sums, row - 1));
  }
  return { count, tp, fp, fn };
}

/** F1 without the errors of a kind at a threshold; NaN for 0/0. */
export function f1Without({ tp, fp, fn }: Rates, curves: KindCurves, kind: Kind, percent: number): number {
  const row = PERCENTS * KINDS.indexOf(kind) + percent;
  return (2 * tp) / (2 * tp + fp - at(curves.fp, row) + fn - at(curves.fn, row));
}
