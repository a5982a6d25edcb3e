/** Which cells, rows and columns are selected, in display order. */

import type { CellIndex } from "../engine/filters";
import type { Marks } from "./painter";
import type { Table } from "./table";

export function marksOf({ order, size }: Table, cells: readonly CellIndex[]): Omit<Marks, "near"> {
  const places = new Map(order.map((index, place) => [index, place]));
  const selected = new Uint8Array(size * size);
  const rows = new Set<number>();
  const columns = new Set<number>();
  for (const [actual, predicted] of cells) {
    const row = places.get(actual);
    const column = places.get(predicted);
    if (row === undefined || column === undefined) continue;
    selected[row * size + column] = 1;
    rows.add(row);
    columns.add(column);
  }
  return { selected, rows, columns };
}
