/** A row of the table of classes, and the cells of the matrix that are its errors. */

import type { ClassCounts } from "../engine/byClass";
import type { CellIndex } from "../engine/cells";

/** What a class comes to; NaN where there is no such number. */
export interface ClassRow extends ClassCounts {
  /** Average precision at an IoU of .5, over the whole split. */
  readonly ap50: number;
  /** The percent at which F1 is best. */
  readonly best: number;
}

/** Every cell in which the class is one of two that differ. */
export function errorCells(own: number, order: readonly number[]): CellIndex[] {
  const others = order.filter((other) => other !== own);
  return [...others.map((other): CellIndex => [own, other]), ...others.map((other): CellIndex => [other, own])];
}

/** The classes, of `size`, all of whose errors are selected. */
export function withAllErrors(selected: readonly CellIndex[], size: number): Set<number> {
  const touched = new Map<number, number>();
  for (const [actual, predicted] of selected) {
    if (actual === predicted) continue;
    for (const own of [actual, predicted]) touched.set(own, (touched.get(own) ?? 0) + 1);
  }
  const all = 2 * (size - 1);
  return new Set([...touched].filter(([, cells]) => cells === all).map(([own]) => own));
}
