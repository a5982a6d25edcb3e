/**
 * What counts where: split, threshold and facets as rows of the tables.
 *
 * The facets are of three groups: of images (I), of the size of outcomes (S), of outcomes (O). Facets are
 * joined by and. A view counts over every facet but the one that it sets itself:
 *
 * - rates, curve, classes, tallies of images: I and S
 * - matrix, most confused pairs: I, S, and O without the cells
 * - suspects: everything but themselves, at every threshold
 * - clusters: images that pass I without the clusters and, if any of S or O is set, have an outcome that passes those
 * - visible images: the same with all of I
 * - visible instances: the outcomes that pass everything
 */

import { ALL, type Images, type Outcomes, SPLITS } from "../data/tables";
import type { ByCell } from "./byCell";
import type { CellIndex } from "./cells";
import { at } from "./counts";
import type { Choice, ImageFacet, OutcomeFacet, RowTest, Tables } from "./facets/facet";
import { rowsIn } from "./groups";
import { type Mask, rowsOf } from "./mask";

/** Which images belong to a split, or to "all". */
export function inSplit(images: Pick<Images, "size" | "split">, split: string): Mask {
  const mask = new Uint8Array(images.size);
  if (split === ALL) return mask.fill(1);
  const codes = images.split;
  const code = SPLITS.indexOf(split as (typeof SPLITS)[number]);
  for (let row = 0; row < mask.length; row++) mask[row] = codes[row] === code ? 1 : 0;
  return mask;
}

/** Which images of `split` pass the facets; `change` by number, where two models are compared. */
export function passingImages(
  images: Images,
  split: Mask,
  choices: readonly Choice<ImageFacet>[],
  change?: Uint8Array,
): Mask {
  const mask = split.slice();
  for (const { facet, value } of choices) facet.keep(mask, value, images, change);
  return mask;
}

/** Which outcomes pass the facets; undefined: none of them is set. */
export function rowTest(choices: readonly Choice<OutcomeFacet>[], tables: Tables): RowTest | undefined {
  const [first, ...others] = choices.map(({ facet, value }) => facet.test(value, tables));
  if (!first || others.length === 0) return first;
  return (row) => first(row) && others.every((test) => test(row));
}

/** The outcomes that pass a test, as a table of their own: counting over it costs what it costs over any. */
export function passingOutcomes(outcomes: Outcomes, test: RowTest | undefined): Outcomes {
  if (!test || outcomes.size === 0) return outcomes;
  const kept = new Uint32Array(outcomes.size);
  let size = 0;
  for (let row = 0; row < outcomes.size; row++) if (test(row)) kept[size++] = row;
  const rows = kept.subarray(0, size);
  const columns = Object.entries(outcomes).map(([name, column]) => [
    name,
    typeof column === "number" ? size : taken(column, rows),
  ]);
  return Object.fromEntries(columns);
}

function taken(column: Outcomes["image"], rows: Uint32Array): Outcomes["image"] {
  // A column that the source does not have is empty.
  const values = column.slice(0, Math.min(column.length, rows.length));
  for (let i = 0; i < values.length; i++) values[i] = column[rows[i] as number] as number;
  return values;
}

/** Images, and the instances behind them. */
export interface Visible {
  readonly mask: Mask;
  /** The same, ascending. */
  readonly rows: Uint32Array;
  /** Sum of count over the outcomes that pass everything. */
  readonly instances: number;
}

/** While no facet of outcomes is set: all images that pass, and with them all that the matrix counts. */
export function everyone(mask: Mask, rows: Uint32Array, matrix: Float64Array): Visible {
  let instances = 0;
  for (let cell = 0; cell < matrix.length; cell++) instances += matrix[cell] as number;
  return { mask, rows, instances };
}

/** Visit the outcomes of the images of `mask` that hold at the threshold, all of the table or those of `among`. */
export function eachHeld(
  { image, first, last, size }: Outcomes,
  mask: Mask,
  confidence: number,
  visit: (row: number) => void,
  among?: readonly Uint32Array[],
): void {
  const look = (row: number) => {
    const isHeld = (first[row] as number) <= confidence && confidence <= (last[row] as number);
    if (isHeld && mask[image[row] as number]) visit(row);
  };
  if (among) for (const some of among) for (let i = 0; i < some.length; i++) look(some[i] as number);
  else for (let row = 0; row < size; row++) look(row);
}

/** Passes what is in the images of `mask` and passes the test. */
export function testWithin({ image }: Outcomes, mask: Mask, test: RowTest | undefined): RowTest {
  return (row) => mask[image[row] as number] === 1 && (test?.(row) ?? true);
}

/** The images of `mask` with an outcome that holds at the threshold among `rows`, all of the table if left out. */
export function behind(outcomes: Outcomes, mask: Mask, confidence: number, rows?: readonly Uint32Array[]): Visible {
  const found = new Uint8Array(mask.length);
  let instances = 0;
  const take = (row: number) => {
    found[at(outcomes.image, row)] = 1;
    instances += at(outcomes.count, row);
  };
  eachHeld(outcomes, mask, confidence, take, rows);
  return { mask: found, rows: rowsOf(found), instances };
}

/** The visible instances, ascending: outcomes of the images in `mask` that hold at the threshold and pass the test. */
export function instanceRows(
  outcomes: Outcomes,
  mask: Mask,
  confidence: number,
  test: RowTest = () => true,
  among?: readonly Uint32Array[],
): Uint32Array {
  const found = new Uint32Array(among ? among.reduce((sum, { length }) => sum + length, 0) : outcomes.size);
  let end = 0;
  const take = (row: number) => {
    if (test(row)) found[end++] = row;
  };
  eachHeld(outcomes, mask, confidence, take, among);
  const rows = found.subarray(0, end);
  return among && among.length > 1 ? rows.sort() : rows;
}

/** The outcomes of some cells, looked up. */
export function rowsInCells(index: ByCell, cells: readonly CellIndex[], classes: number): Uint32Array[] {
  const codes = new Set(cells.map(([actual, predicted]) => actual * classes + predicted));
  return Array.from(codes, (code) => rowsIn(index, code));
}
