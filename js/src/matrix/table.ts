/** The matrix in display order: what each cell counts, shows and how strong its colour is. */

import { at, normalized, wholes } from "../engine/counts";
import type { CellIndex } from "../engine/filters";
import { type Header, namesOf } from "../engine/header";
import { sureness } from "../engine/intervals";
import { counted, fitted, percent, range, whole } from "../engine/numbers";
import { cellWords, isolated } from "../engine/words";
import type { Shares, View } from "../state/state";

/** Colour steps of each kind; a shade is kind * STEPS + step, and 0 is an empty cell. */
export const STEPS = 64;
export const KINDS = ["right", "wrong", "missed"] as const;

/** Rows and columns count from 0 in display order; -1 is the header. */
export interface Place {
  readonly row: number;
  readonly column: number;
}

export const FIRST: Place = { row: 0, column: 0 };

export function isSamePlace(a: Place, b: Place): boolean {
  return a.row === b.row && a.column === b.column;
}

export interface Table {
  readonly size: number;
  readonly names: readonly string[];
  /** Class indices in display order. */
  readonly order: readonly number[];
  /** Row by row. */
  readonly counts: Float64Array;
  /** The same, or shares of what `by` says; NaN for 0/0. */
  readonly values: Float64Array;
  /** What the cell of two class indices is a share of; 0 for counts. */
  readonly wholeOf: (actual: number, predicted: number) => number;
  readonly by: Shares;
  readonly isDiagonalShown: boolean;
  readonly shades: Uint8Array;
  readonly header: Header;
}

export function tableOf(cells: Float64Array, header: Header, view: Pick<View, "normalize" | "diagonal">): Table {
  const { order, classes } = header;
  const size = order.length;
  const shares = normalized(cells, classes.length, view.normalize);
  const arranged = (from: Float64Array) => {
    const to = new Float64Array(size * size);
    order.forEach((actual, row) => {
      order.forEach((predicted, column) => {
        to[row * size + column] = at(from, actual * classes.length + predicted);
      });
    });
    return to;
  };
  const values = arranged(shares);
  return {
    size,
    order,
    values,
    wholeOf: wholes(cells, classes.length, view.normalize),
    header,
    names: namesOf(header),
    counts: view.normalize === "count" ? values : arranged(cells),
    by: view.normalize,
    isDiagonalShown: view.diagonal,
    shades: shadesOf(values, header, view.diagonal),
  };
}

/**
 * The diagonal has its own linear scale and errors have theirs, by square root: a diagonal of
 * thousands must not bleach an error of five.
 */
function shadesOf(values: Float64Array, { order, background }: Header, isDiagonalShown: boolean): Uint8Array {
  const size = order.length;
  const missed = order.indexOf(background ?? -1);
  const shades = new Uint8Array(values.length);
  const [mostRight, mostWrong] = most(values, size, missed);
  for (let cell = 0; cell < values.length; cell++) {
    const value = at(values, cell);
    if (!(value > 0)) continue;
    const column = cell % size;
    const isRight = cell === column * (size + 1);
    if (!isRight) shades[cell] = (column === missed ? 2 : 1) * STEPS + stepOf(Math.sqrt(value / mostWrong));
    else if (isDiagonalShown) shades[cell] = stepOf(value / mostRight);
  }
  return shades;
}

function most(values: Float64Array, size: number, missed: number): [right: number, wrong: number] {
  let [right, wrong] = [0, 0];
  for (let cell = 0; cell < values.length; cell++) {
    const value = at(values, cell);
    if (!(value > 0)) continue;
    const column = cell % size;
    if (cell !== column * (size + 1)) wrong = Math.max(wrong, value);
    // Pixels of nothing taken for nothing would dwarf every class.
    else if (column !== missed) right = Math.max(right, value);
  }
  return [right, wrong];
}

function stepOf(share: number): number {
  return 1 + Math.round(Math.min(1, share) * (STEPS - 2));
}

export function cellAt({ order }: Table, { row, column }: Place): CellIndex {
  return [at(order, row), at(order, column)];
}

export function placeOf({ order }: Table, [actual, predicted]: CellIndex): Place {
  return { row: order.indexOf(actual), column: order.indexOf(predicted) };
}

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

/** "actual 3, predicted 8: 14", and with shares "actual 3, predicted 8: 14, 5.5 % of actual, 95 % between ...". */
export function labelOf(table: Table, cell: number): string {
  const [row, column] = [Math.floor(cell / table.size), cell % table.size];
  const sure = surenessAt(table, cell);
  const share = table.by === "count" ? "" : `, ${percent(at(table.values, cell))} ${SHARE_OF[table.by]}`;
  const [actual, predicted] = [lineName(table.names[row] ?? "", true), lineName(table.names[column] ?? "", false)];
  return `${actual}, ${predicted}: ${at(table.counts, cell)}${share}${sure && `, ${sure}`}`;
}

/** "95 % between 3.3 % and 9 % (14 of 256)" of a share; empty for counts. */
export function surenessAt(table: Table, cell: number): string {
  return sureness(at(table.counts, cell), wholeAt(table, cell), table.header.unit, percent);
}

/** What the cell is a share of; 0 for counts. */
export function wholeAt(table: Table, cell: number): number {
  return table.wholeOf(...cellAt(table, { row: Math.floor(cell / table.size), column: cell % table.size }));
}

/** What the tooltip says: the cell in words and its numbers in full and how sure they are, or the sums of a line. */
export function tipOf(table: Table, place: Place): [words: string, ...numbers: string[]] {
  if (place.row < 0 || place.column < 0) return lineTip(table, place);
  const [actual, predicted] = cellAt(table, place);
  const cell = place.row * table.size + place.column;
  const count = counted(at(table.counts, cell), table.header.unit);
  const whose = {
    count: "",
    actual: ` ${isolated(table.names[place.row] ?? "")}`,
    predicted: ` ${isolated(table.names[place.column] ?? "")}`,
    all: "",
  };
  const share = `, ${percent(at(table.values, cell))} ${SHARE_OF[table.by]}${whose[table.by]}`;
  const words = cellWords(actual, predicted, table.header);
  return table.by === "count" ? [words, count] : [words, count + share, surenessAt(table, cell)];
}

function lineTip({ size, counts, names, header }: Table, { row, column }: Place): [string, string] {
  const line = Math.max(row, column);
  const cellOf = (i: number) => (column < 0 ? line * size + i : i * size + line);
  const sum = names.reduce((total, _, i) => total + at(counts, cellOf(i)), 0);
  const right = header.order[line] === header.background ? "" : `, ${whole(at(counts, line * size + line))} correct`;
  return [lineName(names[line] ?? "", column < 0), counted(sum, header.unit) + right];
}

/** What is written in a cell that is `room` characters wide. */
export function textOf(table: Table, cell: number, room: number): string {
  const value = at(table.values, cell);
  const isHidden = !table.isDiagonalShown && Math.floor(cell / table.size) === cell % table.size;
  if (isHidden || room < 1) return "";
  if (Number.isNaN(value)) return "–";
  if (value === 0) return "";
  if (table.by === "count") return fitted(value, room);
  const share = value * 100;
  const text = share < 0.5 ? "<1" : share.toFixed(0);
  return text.length <= room ? text : "";
}

/** The cells of a block between two corners; a hidden diagonal is no part of it. */
export function blockOf(table: Table, from: Place, to: Place): CellIndex[] {
  const rows = span(from.row, to.row, table.size);
  const columns = span(from.column, to.column, table.size);
  return rows.flatMap((row) =>
    columns.filter((column) => table.isDiagonalShown || row !== column).map((column) => cellAt(table, { row, column })),
  );
}

/** The lines from one to another; a header stands for all of them. */
export function span(a: number, b: number, size: number): number[] {
  const isWhole = a < 0 || b < 0;
  return isWhole ? range(0, size - 1) : range(Math.min(a, b), Math.max(a, b));
}
