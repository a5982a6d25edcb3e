/** Which cells, rows and columns are selected, in display order. */

import type { CellIndex } from "../engine/cells";
import type { Marks } from "./grid";

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
