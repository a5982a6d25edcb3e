/** What a cell of the matrix is, decided in this one place. */

import type { Header } from "../data/wire";
import { groupedBy } from "./groups";

/** A cell by its class indices. */
export type CellIndex = readonly [actual: number, predicted: number];

/** A cell, or a part of one, with the sum of its counts. */
export interface CellCount {
  readonly actual: number;
  readonly predicted: number;
  readonly count: number;
}

/**
 * A mix-up is one class predicted as another, a false positive a prediction that no truth belongs to, and
 * "nothing" background predicted as background.
 */
export type CellKind = "correct" | "mixup" | "missed" | "falsePositive" | "nothing";

/** From class indices to what the cell's kind is given; called for every outcome, so it looks nothing up. */
export function byKind<Answer>(
  background: number | null,
  { correct, mixup, missed, falsePositive, nothing }: Readonly<Record<CellKind, Answer>>,
): (actual: number, predicted: number) => Answer {
  const none = background ?? -1;
  return (actual, predicted) => {
    if (actual === predicted) return actual === none ? nothing : correct;
    if (actual === none) return falsePositive;
    return predicted === none ? missed : mixup;
  };
}

const KINDS = {
  correct: "correct",
  mixup: "mixup",
  missed: "missed",
  falsePositive: "falsePositive",
  nothing: "nothing",
} as const;

/** The kind of one cell, of class indices; `background` null: no class stands for it. */
export function cellKind(actual: number, predicted: number, background: number | null): CellKind {
  return byKind<CellKind>(background, KINDS)(actual, predicted);
}

/** The three colours of the views: blue for what is right, orange for what is wrong, violet for what is missed. */
export type Tone = "right" | "wrong" | "missed";

/** The colour of each kind of cell. */
export const TONES: Readonly<Record<CellKind, Tone>> = {
  correct: "right",
  mixup: "wrong",
  missed: "missed",
  falsePositive: "wrong",
  nothing: "right",
};

/** What an outcome counts as, as bits: a mix-up may be a false positive and a false negative. */
export const TP = 1;
export const FP = 2;
export const FN = 4;
/** So many combinations of the bits. */
export const FLAGS = 8;

/** Whether an outcome of (actual, predicted) is a true positive, a false positive, a false negative. */
export function outcomeFlags({ background, mixups }: Pick<Header, "background" | "mixups">) {
  const mixup = { both: FP | FN, fp: FP, fn: FN, none: 0 }[mixups];
  return byKind<number>(background, { correct: TP, mixup, missed: FN, falsePositive: FP, nothing: 0 });
}

/** A row or column of the matrix that is selected whole. */
export interface WholeLine {
  /** Class index. */
  readonly line: number;
  readonly cells: readonly CellIndex[];
  /** All but the cell on the diagonal. */
  readonly isErrorsOnly: boolean;
}

/** The rows (side 0) or columns (1) of a matrix of `size` lines that are selected whole, with or without the diagonal. */
export function wholeLines(selected: readonly CellIndex[], side: 0 | 1, size: number): WholeLine[] {
  return [...groupedBy(selected, (cell) => cell[side])].flatMap(([line, cells]): WholeLine[] => {
    const isErrorsOnly = cells.length === size - 1 && cells.every(([actual, predicted]) => actual !== predicted);
    return cells.length === size || isErrorsOnly ? [{ line, cells, isErrorsOnly }] : [];
  });
}
