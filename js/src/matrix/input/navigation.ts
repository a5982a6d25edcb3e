/** Where a key leads from a cell. */

import { clamped } from "../../engine/numbers";
import type { Place } from "../model/table";

const PAGE = 10;

/** The next place; undefined: the key does not move. The names of rows and columns can be reached too. */
export function placeAfterKey(
  { key, ctrlKey, metaKey }: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey">,
  { row, column }: Place,
  size: number,
): Place | undefined {
  const isFar = ctrlKey || metaKey;
  const last = size - 1;
  const targets: Readonly<Record<string, Place>> = {
    ArrowLeft: { row, column: isFar ? 0 : column - 1 },
    ArrowRight: { row, column: isFar ? last : column + 1 },
    ArrowUp: { row: isFar ? 0 : row - 1, column },
    ArrowDown: { row: isFar ? last : row + 1, column },
    PageUp: { row: row < 0 ? row : Math.max(0, row - PAGE), column },
    PageDown: { row: row + PAGE, column },
    Home: { row: isFar ? 0 : row, column: 0 },
    End: { row: isFar ? last : row, column: last },
  };
  const target = targets[key];
  if (!target) return undefined;
  const next = { row: clamped(target.row, -1, last), column: clamped(target.column, -1, last) };
  // The corner names nothing.
  return next.row < 0 && next.column < 0 ? { row, column } : next;
}
