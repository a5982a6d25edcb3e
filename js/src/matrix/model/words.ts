/** What a cell, a row and a column of the matrix are called, and what is said of them. */

import { cellWords, isolated } from "../../engine/cellWords";
import type { Shares } from "../../engine/counts";
import { KIND_WORDS } from "../../engine/facets/kinds";
import { intervalText } from "../../engine/intervals";
import { KINDS, type Kind } from "../../engine/kinds";
import { counted, percent, whole } from "../../engine/numbers";
import { MINUS } from "./numbers";
import { classesOf, countAt, denominatorAt, type Place, sumOf, type Table, valueAt } from "./table";

const SHARE_OF: Readonly<Record<Shares, string>> = {
  count: "",
  actual: "of actual",
  predicted: "of predicted",
  all: "of all",
};

/** "actual 3" names a row, "predicted 8" a column. */
export function lineName(name: string, isRow: boolean): string {
  return `${isRow ? "actual" : "predicted"} ${isolated(name)}`;
}

/**
 * "actual 3, predicted 8: 14", and with shares "actual 3, predicted 8: 14, 5.5 % of actual, 95 % between ...".
 *
 * Of a difference "actual 3, predicted 8: +4, from 10 to 14", and with shares ", from 4 % to 5.5 % of actual".
 */
export function labelOf(table: Table, cell: number): string {
  const [row, column] = [Math.floor(cell / table.size), cell % table.size];
  const [actual, predicted] = [lineName(table.names[row] ?? "", true), lineName(table.names[column] ?? "", false)];
  return `${actual}, ${predicted}: ${table.before ? changeAt(table, cell) : `${countAt(table, cell)}${shareAt(table, cell)}`}`;
}

function shareAt(table: Table, cell: number): string {
  const interval = intervalAt(table, cell);
  const share = table.by === "count" ? "" : `, ${percent(valueAt(table, cell))} ${SHARE_OF[table.by]}`;
  return share + (interval && `, ${interval}`);
}

/** "+4, from 10 to 14", "-4, from 14 to 10, from 5.5 % to 4 % of actual", "0, 14 in both". */
function changeAt(table: Table, cell: number): string {
  const { before, by } = table;
  if (!before) return "";
  const [now, last] = [countAt(table, cell), countAt(table, cell, before)];
  const classes = classesOf(table, cell);
  const shares = [last / before.denominatorOf(...classes), now / table.denominatorOf(...classes)].map(percent);
  const share = by === "count" ? "" : `, from ${shares.join(" to ")} ${SHARE_OF[by]}`;
  const counts = now === last ? `${whole(now)} in both` : `from ${whole(last)} to ${whole(now)}`;
  // A sign that computers and screen readers know.
  return `${now > last ? "+" : ""}${now - last}, ${counts}${share}`;
}

/** "95 % between 3.3 % and 9 % (14 of 256)" of a share; empty for counts. */
function intervalAt(table: Table, cell: number): string {
  return intervalText(countAt(table, cell), denominatorAt(table, cell), table.header.unit, percent);
}

const PARTS: Readonly<Partial<Record<Kind, string>>> = {
  class: "of another class",
  localisation: "poorly placed",
  both: "poorly placed and of another class",
  duplicate: "duplicates",
  background: "background",
  missed: "missed",
  covered: "with a poor prediction near",
};

/** "96 background, 14 duplicates, 9 poorly placed": why, largest first; empty where nobody told more than the cell. */
export function partsText(counts: Float64Array): string {
  const parts = KINDS.map((kind, number) => [kind, counts[number] ?? 0] as const).filter(([, count]) => count > 0);
  if (parts.every(([kind]) => !PARTS[kind] || kind === "class" || kind === "missed")) return "";
  return parts
    .sort(([, a], [, b]) => b - a)
    .map(([kind, count]) => {
      if (kind === "duplicate") return counted(count, "duplicates");
      return `${whole(count)} ${PARTS[kind] ?? KIND_WORDS[kind]}`;
    })
    .join(", ");
}

/**
 * What is said beside the pointer and beside the focus, a line each: a cell in words, its count and its shares of its
 * row and its column, and how sure the share is that is on show; or a whole row or column.
 */
export function tipOf(table: Table, place: Place): [words: string, ...numbers: string[]] {
  if (place.row < 0 || place.column < 0) return lineTip(table, place);
  const cell = place.row * table.size + place.column;
  const words = cellWords(...classesOf(table, cell), table.header);
  if (table.before) return [words, changeAt(table, cell).replace("-", MINUS)];
  const interval = intervalAt(table, cell);
  const share = table.by === "all" ? [`${percent(valueAt(table, cell))} of all`] : [];
  return [words, sharesOf(table, place), ...share, ...(interval ? [interval] : [])];
}

/** "8 of 120 actual 27 (6.7 %), 12 % of predicted 26"; the background is no class that one could have a share of. */
function sharesOf(table: Table, { row, column }: Place): string {
  const { size, names, order, header } = table;
  const cell = row * size + column;
  const count = countAt(table, cell);
  const isClass = (line: number) => order[line] !== header.background;
  const [actual, predicted] = [lineName(names[row] ?? "", true), lineName(names[column] ?? "", false)];
  const [inRow, inColumn] = [sumOf(table, row, true), sumOf(table, column, false)];
  const ofLine = (sum: number, name: string) => `${whole(count)} of ${whole(sum)} ${name} (${percent(count / sum)})`;
  if (isClass(row) && inRow > 0) {
    const more = isClass(column) && inColumn > 0 ? `, ${percent(count / inColumn)} of ${predicted}` : "";
    return ofLine(inRow, actual) + more;
  }
  return isClass(column) && inColumn > 0 ? ofLine(inColumn, predicted) : counted(count, header.unit);
}

/** "120 instances, 112 correct (93 %)"; of a difference that of the baseline, then that of the model on show. */
function lineTip(table: Table, { row, column }: Place): [string, ...string[]] {
  const { size, names, header, before } = table;
  const line = Math.max(row, column);
  const counts = (own: Parameters<typeof countAt>[2]) => {
    const sum = sumOf(table, line, column < 0, own);
    const right = countAt(table, line * size + line, own);
    const share = sum > 0 ? ` (${percent(right / sum)})` : "";
    const correct = header.order[line] === header.background ? "" : `, ${whole(right)} correct${share}`;
    return counted(sum, header.unit) + correct;
  };
  const said = before ? [`before ${counts(before)}`, `now ${counts(table)}`] : [counts(table)];
  return [lineName(names[line] ?? "", column < 0), ...said];
}
