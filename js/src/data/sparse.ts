/**
 * Tables of a few rows among very many: rows keep their numbers, so that whoever looks one up knows no difference. They
 * have no size, for there is nothing in them to go through.
 */

import { type Column, columnIn, type WireBlock } from "./columns";
import { Strings } from "./strings";

/** A column that holds `values` at these `rows`. */
export function sparse(values: ArrayLike<number>, rows: ArrayLike<number>): Column {
  const column: Record<number, number> & { length: number } = { length: 0 };
  for (let i = 0; i < rows.length; i++) column[rows[i] as number] = values[i] as number;
  return column as unknown as Column;
}

/** The rows of a block with a column `row`, in a table that `decoded` makes of all blocks. */
export function sparseTable<Table extends { readonly size: number }>(
  block: WireBlock | undefined,
  decoded: (blocks: readonly WireBlock[]) => Table,
): Table {
  const rows = block ? columnIn(block, "row") : [];
  const spread = (column: unknown) => {
    if (typeof column === "number") return 0;
    if (column instanceof Strings) return sparseStrings(column, rows);
    // A column that the source does not have is empty.
    return ArrayBuffer.isView(column) && (column as Column).length > 0 ? sparse(column as Column, rows) : column;
  };
  const columns = Object.entries(decoded(block ? [block] : []));
  return Object.fromEntries(columns.map(([name, column]) => [name, spread(column)])) as unknown as Table;
}

/** The strings at these rows; everywhere else they are empty. */
function sparseStrings(strings: Strings, rows: ArrayLike<number>): Strings {
  const places = sparse([...Array(rows.length).keys()], rows);
  return { length: 0, at: (row: number) => strings.at(places[row] ?? rows.length) } as unknown as Strings;
}
