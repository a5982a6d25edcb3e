/** The matrix in display order: what each cell counts, shows and how strong its colour is. */

import type { View } from "../../data/wire";
import { byKind, type CellIndex, TONES, type Tone } from "../../engine/cells";
import { visible } from "../../engine/cellWords";
import { at, denominators, type Shares } from "../../engine/counts";
import { type Header, namesOf } from "../../engine/header";
import { range } from "../../engine/numbers";
import { type Form, numberText } from "./numbers";

/** Colour steps of each tone; a shade is its place here * STEPS + step, and 0 is an empty cell. */
export const STEPS = 64;
export const TONE_ORDER = ["right", "wrong", "missed"] as const satisfies readonly Tone[];

/** Rows and columns count from 0 in display order; -1 is the header. */
export interface Place {
  readonly row: number;
  readonly column: number;
}

export const FIRST: Place = { row: 0, column: 0 };

export function isSamePlace(a: Place, b: Place): boolean {
  return a.row === b.row && a.column === b.column;
}

interface Unshaded {
  readonly size: number;
  readonly names: readonly string[];
  /** Class indices in display order, which is that of the header given. */
  readonly order: readonly number[];
  /** The counts by class index: [actual * classes + predicted]. */
  readonly cells: Float64Array;
  /** What the cell of two class indices is a share of; 0 for counts. */
  readonly denominatorOf: (actual: number, predicted: number) => number;
  readonly by: Shares;
  readonly isDiagonalShown: boolean;
  readonly header: Header;
}

export interface Table extends Unshaded {
  /** In display order, row by row; 0 is an empty cell. */
  readonly shades: Uint8Array;
  /** The largest count or share that is shown. */
  readonly most: number;
}

/** The class names in display order, as they are written: a name that nobody could see is told. */
export function shownNames(header: Header): string[] {
  return namesOf(header).map(visible);
}

export function tableOf(cells: Float64Array, header: Header, view: Pick<View, "normalize" | "diagonal">): Table {
  const unshaded = {
    size: header.order.length,
    order: header.order,
    cells,
    denominatorOf: denominators(cells, header.classes.length, view.normalize),
    header,
    names: shownNames(header),
    by: view.normalize,
    isDiagonalShown: view.diagonal,
  };
  return { ...unshaded, ...shaded(unshaded) };
}

/**
 * The diagonal has its own linear scale and errors have theirs, by square root: a diagonal of
 * thousands must not bleach an error of five.
 */
function shaded(table: Unshaded): Pick<Table, "shades" | "most"> {
  const { size, header, isDiagonalShown } = table;
  const [right, wrong, missed] = TONE_ORDER.map((_, place) => place * STEPS) as [number, number, number];
  const firstOf: Readonly<Record<Tone, number>> = { right, wrong, missed };
  const toneOf = byKind(header.background, TONES);
  const shades = new Uint8Array(size * size);
  let [mostRight, mostWrong, mostNothing] = [0, 0, 0];
  let [leastRight, leastWrong] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  eachFilled(table, (_, value, actual, predicted) => {
    if (actual !== predicted) [leastWrong, mostWrong] = [Math.min(leastWrong, value), Math.max(mostWrong, value)];
    // Background predicted as background may be many times what any class has, in pixels for instance.
    else if (actual === header.background) mostNothing = value;
    else [leastRight, mostRight] = [Math.min(leastRight, value), Math.max(mostRight, value)];
  });
  // Pixels of a sky and of a pole are powers of ten apart: the scale runs from the least to the most.
  const isFitted = header.unit === "pixels";
  eachFilled(table, (cell, value, actual, predicted) => {
    const tone = toneOf(actual, predicted);
    if (tone !== "right")
      shades[cell] =
        firstOf[tone] + stepOf(isFitted ? fitted(value, leastWrong, mostWrong) : Math.sqrt(value / mostWrong));
    else if (isDiagonalShown)
      shades[cell] = right + stepOf(isFitted ? fitted(value, leastRight, mostRight) : value / mostRight);
  });
  return { shades, most: Math.max(mostWrong, ...(isDiagonalShown ? [mostRight, mostNothing] : [])) };
}

/** Counts by their powers of ten, of which there is one at least; shares, which are below 1, by a tenth at least. */
function fitted(value: number, least: number, most: number): number {
  if (most <= 1) return 1 - (most - value) / Math.max(most - least, 0.1);
  return 1 - Math.log(most / value) / Math.log(Math.max(most / least, 10));
}

/** Most of a large matrix is empty: only what is not costs a call. */
function eachFilled(
  table: Unshaded,
  visit: (cell: number, value: number, actual: number, predicted: number) => void,
): void {
  const { size, order, cells, header } = table;
  const places = Uint16Array.from(order);
  for (let row = 0; row < size; row++) {
    const actual = at(order, row);
    const start = actual * header.classes.length;
    for (let column = 0; column < size; column++) {
      const predicted = places[column] as number;
      const count = cells[start + predicted] as number;
      if (count > 0) visit(row * size + column, shared(table, count, actual, predicted), actual, predicted);
    }
  }
}

function stepOf(share: number): number {
  return 1 + Math.round(Math.min(1, share) * (STEPS - 2));
}

function cellAt({ order }: Table, { row, column }: Place): CellIndex {
  return [at(order, row), at(order, column)];
}

export function placeOf({ order }: Table, [actual, predicted]: CellIndex): Place {
  return { row: order.indexOf(actual), column: order.indexOf(predicted) };
}

/** Class indices of a cell counted in display order. */
export function classesOf({ size, order }: Table, cell: number): CellIndex {
  return [at(order, Math.floor(cell / size)), at(order, cell % size)];
}

export function countAt(table: Table, cell: number): number {
  const [actual, predicted] = classesOf(table, cell);
  return at(table.cells, actual * table.header.classes.length + predicted);
}

/** What the cell is a share of; 0 for counts. */
export function denominatorAt(table: Table, cell: number): number {
  return table.denominatorOf(...classesOf(table, cell));
}

/** The count, or the share; NaN for 0/0. */
export function valueAt(table: Table, cell: number): number {
  return shared(table, countAt(table, cell), ...classesOf(table, cell));
}

/** The one place where a count becomes the number of its cell: itself, or a share; NaN for 0/0. */
function shared({ by, denominatorOf }: Unshaded, count: number, actual: number, predicted: number): number {
  return by === "count" ? count : count / denominatorOf(actual, predicted);
}

/** Everything in a row, or in a column. */
export function sumOf(table: Table, line: number, isRow: boolean): number {
  const { size, order } = table;
  return order.reduce((sum, _, i) => sum + countAt(table, isRow ? line * size + i : i * size + line), 0);
}

/** What is written in a cell. */
export function textOf(table: Table, cell: number, form: Form): string {
  const isHidden = !table.isDiagonalShown && Math.floor(cell / table.size) === cell % table.size;
  return isHidden ? "" : numberText(valueAt(table, cell), table.by, form);
}

/** More pairs than this are a burden for the trait that carries them. */
const MOST_CELLS = 10_000;

/**
 * The cells of a block between two corners; a hidden diagonal is no part of it.
 *
 * Of a large block those that are empty `isEver`, whatever is filtered, are left out: no image is behind them.
 */
export function blockOf(table: Table, from: Place, to: Place, isEver: (...cell: CellIndex) => boolean): CellIndex[] {
  const rows = span(from.row, to.row, table.size);
  const columns = span(from.column, to.column, table.size);
  const isLarge = rows.length * columns.length > MOST_CELLS;
  const cells: CellIndex[] = [];
  for (const row of rows) {
    for (const column of columns) {
      const [actual, predicted] = cellAt(table, { row, column });
      if (row === column && !table.isDiagonalShown) continue;
      if (!isLarge || isEver(actual, predicted)) cells.push([actual, predicted]);
    }
  }
  return cells;
}

/** The lines from one to another; a header stands for all of them. */
export function span(a: number, b: number, size: number): number[] {
  const isWhole = a < 0 || b < 0;
  return isWhole ? range(0, size - 1) : range(Math.min(a, b), Math.max(a, b));
}
