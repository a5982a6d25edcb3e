/**
 * Images and instances of two models; Python's evaluation/compared.py.
 *
 * The instances are every truth once, the false positives of the model on show, and those of the baseline that are
 * gone. Row r of the baseline is called `shown.outcomes.size + r`: see `data/joined.ts`.
 */

import type { CellIndex } from "./cells";
import { at, grow } from "./counts";
import type { RowTest } from "./facets/facet";
import { type Mask, rowsOf } from "./mask";
import { eachHeld, type Visible } from "./scope";
import { type BothTold, isChanged, isGone, type Transition } from "./transitions";
import type { Two } from "./two";

export interface VisibleOfTwo extends Visible {
  /** The rows of the visible instances, ascending. */
  readonly outcomes: Uint32Array;
}

/** Which images pass the facets of images, and which outcomes of each model those of outcomes; undefined: all. */
export interface Passing {
  readonly mask: Mask;
  readonly baseline: RowTest | undefined;
  readonly shown: RowTest | undefined;
}

/** The cells of the model on show less those of the baseline. */
export function differenceOf(baseline: Float64Array, shown: Float64Array): Float64Array {
  return shown.map((count, cell) => count - at(baseline, cell));
}

/**
 * Are the baseline's false positives that are gone among the instances? Where no facet of outcomes but the size is
 * set, or the transition asks for them; a selected cell is one of the model on show.
 */
export function hasGone(
  isAnySet: boolean,
  cells: readonly CellIndex[],
  transition: readonly (Transition | CellIndex)[],
): boolean {
  return !isAnySet || (cells.length === 0 && transition.includes("gone"));
}

/** What passes everything; `isGoneIn`: with what is gone. */
export function visibleOfTwo(two: Two, told: BothTold, passing: Passing, isGoneIn: boolean): VisibleOfTwo {
  const { code } = told.baseline;
  const isIn = { shown: () => true, baseline: (row: number) => isGoneIn && isGone(at(code, row)) };
  return collected(two, passing, isIn);
}

/**
 * Of the cells of a difference: the images in which the count of one differs, and there the rows of either model whose
 * truth or twin is not in it under the other. The tests of `passing` are those of every facet but the cells.
 */
export function visibleInCells(two: Two, told: BothTold, passing: Passing, cells: readonly CellIndex[]): VisibleOfTwo {
  const classes = two.shown.header.classes.length;
  const places = new Int32Array(classes * classes).fill(-1);
  for (const [place, [actual, predicted]] of cells.entries()) places[actual * classes + predicted] = place;
  const numberIn = (name: Name) => {
    const { image, actual, predicted } = two[name].outcomes;
    return (row: number) => {
      const place = at(places, at(actual, row) * classes + at(predicted, row));
      return place < 0 ? -1 : at(image, row) * cells.length + place;
    };
  };
  const numbers = { baseline: numberIn("baseline"), shown: numberIn("shown") };
  const signed = new Map<number, number>();
  for (const [name, sign] of [["baseline", -1] as const, ["shown", 1] as const]) {
    const numberOf = numbers[name];
    const { count } = two[name].outcomes;
    eachRow(two, passing, name, (row) => {
      const number = numberOf(row);
      if (number >= 0) signed.set(number, (signed.get(number) ?? 0) + sign * at(count, row));
    });
  }
  const isDifferent = (name: Name) => (row: number) =>
    isChanged(at(told[name].code, row)) && (signed.get(numbers[name](row)) ?? 0) !== 0;
  const isShown = isDifferent("shown");
  const isBaseline = isDifferent("baseline");
  // A truth once: that of the model on show.
  const isTwice = (row: number) => {
    const own = at(told.partner, row);
    return own >= 0 && isShown(own) && (passing.shown?.(own) ?? true);
  };
  const found = collected(two, passing, { shown: isShown, baseline: (row) => isBaseline(row) && !isTwice(row) });
  const mask = new Uint8Array(passing.mask.length);
  for (const [number, count] of signed) if (count !== 0) mask[Math.floor(number / cells.length)] = 1;
  return { ...found, mask, rows: rowsOf(mask) };
}

type Name = "baseline" | "shown";

function eachRow(two: Two, passing: Passing, name: Name, visit: (row: number) => void): void {
  const { outcomes, confidence } = two[name];
  const test = passing[name];
  const look = (row: number) => {
    if (test?.(row) ?? true) visit(row);
  };
  eachHeld(outcomes, passing.mask, confidence, look);
}

function collected(two: Two, passing: Passing, isIn: Readonly<Record<Name, RowTest>>): VisibleOfTwo {
  const { size } = two.shown.outcomes;
  const rows = new Uint32Array(size + two.baseline.outcomes.size);
  const mask = new Uint8Array(passing.mask.length);
  const sum = new Float64Array(1);
  let end = 0;
  for (const [name, start] of [["shown", 0] as const, ["baseline", size] as const]) {
    const { image, count } = two[name].outcomes;
    eachRow(two, passing, name, (row) => {
      if (!isIn[name](row)) return;
      rows[end++] = start + row;
      mask[at(image, row)] = 1;
      grow(sum, 0, at(count, row));
    });
  }
  return { mask, rows: rowsOf(mask), instances: at(sum, 0), outcomes: rows.subarray(0, end) };
}
