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

/** What one model counted. */
interface Counts {
  /** By class index: [actual * classes + predicted]. */
  readonly cells: Float64Array;
  /** What the cell of two class indices is a share of; 0 for counts. */
  readonly denominatorOf: (actual: number, predicted: number) => number;
}

interface Unshaded extends Counts {
  readonly size: number;
  readonly names: readonly string[];
  /** Class indices in display order, which is that of the header given. */
  readonly order: readonly number[];
  /** Those of the baseline, where the difference to it is on show: what changed since. */
  readonly before: Counts | null;
  readonly by: Shares;
  readonly isDiagonalShown: boolean;
  readonly header: Header;
}

export interface Table extends Unshaded {
  /** In display order, row by row; 0 is an empty cell. */
  readonly shades: Uint8Array;
  /** The largest count, share or change that is shown. */
  readonly most: number;
}

/** The class names in display order, as they are written: a name that nobody could see is told. */
export function shownNames(header: Header): string[] {
  return namesOf(header).map(visible);
}

/** `before` are the cells of the baseline, where the difference to it is on show. */
export function tableOf(
  cells: Float64Array,
  header: Header,
  view: Pick<View, "normalize" | "diagonal">,
  before: Float64Array | null = null,
): Table {
  const counts = (own: Float64Array): Counts => ({
    cells: own,
    denominatorOf: denominators(own, header.classes.length, view.normalize),
  });
  const unshaded = {
    ...counts(cells),
    before: before && counts(before),
    size: header.order.length,
    order: header.order,
    header,
    names: shownNames(header),
    by: view.normalize,
    isDiagonalShown: view.diagonal,
  };
  return { ...unshaded, ...(before ? diverging(unshaded) : shaded(unshaded)) };
}

/** Of a difference: more on the diagonal is better, more off it worse, and one scale serves both. */
function diverging(table: Unshaded): Pick<Table, "shades" | "most"> {
  const { size, header, isDiagonalShown } = table;
  const shades = new Uint8Array(size * size);
  let [most, mostNothing] = [0, 0];
  eachFilled(table, (_, value, actual, predicted) => {
    const change = Math.abs(value) || 0;
    if (actual !== predicted) most = Math.max(most, change);
    else if (actual === header.background) mostNothing = change;
    else if (isDiagonalShown) most = Math.max(most, change);
  });
  eachFilled(table, (cell, value, actual, predicted) => {
    const isRight = actual === predicted;
    if (!value || (isRight && !isDiagonalShown)) return;
    const tone: Tone = value > 0 === isRight ? "right" : "wrong";
    shades[cell] = TONE_ORDER.indexOf(tone) * STEPS + stepOf(Math.sqrt(Math.abs(value) / most));
  });
  return { shades, most: Math.max(most, isDiagonalShown ? mostNothing : 0) };
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
  const { size, order, cells, before, header } = table;
  const places = Uint16Array.from(order);
  for (let row = 0; row < size; row++) {
    const actual = at(order, row);
    const start = actual * header.classes.length;
    for (let column = 0; column < size; column++) {
      const predicted = places[column] as number;
      const isFilled = (cells[start + predicted] as number) > 0 || (before?.cells[start + predicted] ?? 0) > 0;
      if (isFilled) visit(row * size + column, numberOf(table, actual, predicted), actual, predicted);
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

export function countAt(table: Table, cell: number, counts: Counts = table): number {
  const [actual, predicted] = classesOf(table, cell);
  return at(counts.cells, actual * table.header.classes.length + predicted);
}

/** What the cell is a share of; 0 for counts. */
export function denominatorAt(table: Table, cell: number): number {
  return table.denominatorOf(...classesOf(table, cell));
}

/** The count, or the share; NaN for 0/0. Of a difference, how much it is more than the baseline's. */
export function valueAt(table: Table, cell: number): number {
  return numberOf(table, ...classesOf(table, cell));
}

/** Does a cell of two tables of the same classes say the same? */
export function isSameCell(a: Table, b: Table, cell: number): boolean {
  const isSame = (one: Counts, other: Counts) =>
    countAt(a, cell, one) === countAt(b, cell, other) &&
    one.denominatorOf(...classesOf(a, cell)) === other.denominatorOf(...classesOf(b, cell));
  if (!a.before || !b.before) return a.before === b.before && isSame(a, b);
  return isSame(a, b) && isSame(a.before, b.before);
}

function numberOf(table: Unshaded, actual: number, predicted: number): number {
  const { by, before, header } = table;
  const cell = actual * header.classes.length + predicted;
  const own = shared(table, by, cell, actual, predicted);
  return before ? own - shared(before, by, cell, actual, predicted) : own;
}

/** The one place where a count becomes the number of its cell: itself, or a share; NaN for 0/0. */
function shared({ cells, denominatorOf }: Counts, by: Shares, cell: number, actual: number, predicted: number): number {
  const count = cells[cell] as number;
  return by === "count" ? count : count / denominatorOf(actual, predicted);
}

/** Everything in a row, or in a column. */
export function sumOf(table: Table, line: number, isRow: boolean, counts: Counts = table): number {
  const { size, order } = table;
  return order.reduce((sum, _, i) => sum + countAt(table, isRow ? line * size + i : i * size + line, counts), 0);
}

/** What is written in a cell. */
export function textOf(table: Table, cell: number, form: Form): string {
  const isHidden = !table.isDiagonalShown && Math.floor(cell / table.size) === cell % table.size;
  return isHidden ? "" : numberText(valueAt(table, cell), table, form);
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
