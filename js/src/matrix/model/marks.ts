/** What stands out while the numbers stay: what is selected, searched, focused or under the pointer, in display order. */

import { type CellIndex, wholeLines } from "../../engine/cells";
import type { Place } from "./table";

export interface Marks {
  /** Cells, counted row by row in display order. */
  readonly selected: ReadonlySet<number>;
  /** Rows and columns that stand out: with a selected cell, or searched; -1: none. */
  readonly rows: ReadonlySet<number>;
  readonly columns: ReadonlySet<number>;
  /** Under the pointer, else where keys have led. */
  readonly seen: Place | null;
  /** The line of the class that was searched; -1: none. */
  readonly searched: number;
}

export const NO_MARKS: Marks = {
  selected: new Set(),
  rows: new Set(),
  columns: new Set(),
  seen: null,
  searched: -1,
};

/** The lines that the eye is on: under the pointer or the focus, and searched; -1: none. */
export function highlightedLines({ seen, searched }: Marks, isRows: boolean): number[] {
  return [(isRows ? seen?.row : seen?.column) ?? -1, searched];
}

/** A row or column that is selected whole stands out itself, and not every line that it crosses. */
export function marksOf(
  order: readonly number[],
  cells: readonly CellIndex[],
): Pick<Marks, "selected" | "rows" | "columns"> {
  const places = new Map(order.map((index, place) => [index, place]));
  const marks = { selected: new Set<number>(), rows: new Set<number>(), columns: new Set<number>() };
  const wholeOf = (side: 0 | 1) => {
    const lines = order.length > 2 ? wholeLines(cells, side, order.length) : [];
    return new Set(lines.map(({ line }) => line));
  };
  const [rows, columns] = [wholeOf(0), wholeOf(1)];
  for (const [actual, predicted] of cells) {
    const row = places.get(actual);
    const column = places.get(predicted);
    if (row === undefined || column === undefined) continue;
    marks.selected.add(row * order.length + column);
    const isCrossed = !rows.has(actual) && !columns.has(predicted);
    if (isCrossed || rows.has(actual)) marks.rows.add(row);
    if (isCrossed || columns.has(predicted)) marks.columns.add(column);
  }
  return marks;
}
