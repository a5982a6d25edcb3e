/** What stands out while the numbers stay: what is selected, searched or under the pointer, in display order. */

import type { CellIndex } from "../../engine/cells";
import type { Place } from "./table";

export interface Marks {
  /** Cells, counted row by row in display order. */
  readonly selected: ReadonlySet<number>;
  /** Rows and columns that stand out: with a selected cell, or searched; -1: none. */
  readonly rows: ReadonlySet<number>;
  readonly columns: ReadonlySet<number>;
  /** Under the pointer. */
  readonly hovered: Place | null;
  /** The line of the class that was searched; -1: none. */
  readonly searched: number;
}

export const NO_MARKS: Marks = {
  selected: new Set(),
  rows: new Set(),
  columns: new Set(),
  hovered: null,
  searched: -1,
};

/** The lines that the eye is on: under the pointer and searched; -1: none. */
export function highlightedLines({ hovered, searched }: Marks, isRows: boolean): number[] {
  return [(isRows ? hovered?.row : hovered?.column) ?? -1, searched];
}

export function marksOf(
  order: readonly number[],
  cells: readonly CellIndex[],
): Pick<Marks, "selected" | "rows" | "columns"> {
  const places = new Map(order.map((index, place) => [index, place]));
  const marks = { selected: new Set<number>(), rows: new Set<number>(), columns: new Set<number>() };
  for (const [actual, predicted] of cells) {
    const row = places.get(actual);
    const column = places.get(predicted);
    if (row === undefined || column === undefined) continue;
    marks.selected.add(row * order.length + column);
    marks.rows.add(row);
    marks.columns.add(column);
  }
  return marks;
}
