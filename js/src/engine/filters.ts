/** What a view shows: split, threshold and the filters, and which images they leave. */

import { ALL, type Images, type Outcomes, SPLITS } from "../data/tables";
import type { ByCell } from "./byCell";
import type { CellIndex } from "./cells";
import { at, holdingAt, type Mask } from "./counts";
import { rowsIn } from "./groups";
import { keepInside, type Polygon } from "./polygon";
import { keepMatching } from "./search";

export interface Filters {
  readonly split: string;
  readonly confidence: number;
  readonly cells: readonly CellIndex[];
  readonly clusters: readonly number[];
  /** Vertices in embedding space; empty: none. */
  readonly lasso: Polygon;
  readonly query: string;
  /** Image rows. */
  readonly picked: readonly number[];
}

/** Which images belong to a split, or to "all". */
export function inSplit(images: Images, split: string): Mask {
  const mask = new Uint8Array(images.size);
  if (split === ALL) return mask.fill(1);
  const codes = images.split;
  const code = SPLITS.indexOf(split as (typeof SPLITS)[number]);
  for (let row = 0; row < mask.length; row++) mask[row] = codes[row] === code ? 1 : 0;
  return mask;
}

/** Which images pass every filter except the cells: what matrix, rates and curve count over. */
export function base(images: Images, filters: Omit<Filters, "cells" | "confidence">): Mask {
  const mask = inSplit(images, filters.split);
  if (filters.clusters.length > 0) {
    const wanted = new Set(filters.clusters);
    keep(mask, (row) => wanted.has(at(images.cluster, row)));
  }
  if (filters.lasso.length > 0) keepInside(mask, images.x, images.y, filters.lasso);
  if (filters.query) keepMatching(mask, images.name, filters.query);
  if (filters.picked.length > 0) {
    const wanted = new Set(filters.picked);
    keep(mask, (row) => wanted.has(row));
  }
  return mask;
}

export interface Visible {
  readonly mask: Mask;
  /** The same, ascending. */
  readonly rows: Uint32Array;
  /** Sum of count over the visible images, of the selected cells if any. */
  readonly instances: number;
}

/** While no cell is selected: all that pass, and with them all that the matrix counts. */
export function everyone(mask: Mask, rows: Uint32Array, matrix: Float64Array): Visible {
  let instances = 0;
  for (let cell = 0; cell < matrix.length; cell++) instances += matrix[cell] as number;
  return { mask, rows, instances };
}

/** The images behind any of the cells at the threshold, of those that pass all other filters. */
export function behind(
  outcomes: Outcomes,
  index: ByCell,
  passing: Mask,
  { cells, confidence }: Pick<Filters, "cells" | "confidence">,
  classes: number,
): Visible {
  const mask = new Uint8Array(passing.length);
  const isHeld = holdingAt(outcomes, confidence);
  let instances = 0;
  for (const code of new Set(cells.map(([actual, predicted]) => actual * classes + predicted))) {
    for (const i of rowsIn(index, code)) {
      const image = at(outcomes.image, i);
      if (!passing[image] || !isHeld(i)) continue;
      mask[image] = 1;
      instances += at(outcomes.count, i);
    }
  }
  return { mask, rows: rowsOf(mask), instances };
}

/** The rows that are in the mask, ascending. */
export function rowsOf(mask: Mask): Uint32Array<ArrayBuffer> {
  const rows = new Uint32Array(mask.length);
  let size = 0;
  for (let row = 0; row < mask.length; row++) {
    if (mask[row]) rows[size++] = row;
  }
  return size === rows.length ? rows : rows.slice(0, size);
}

export function countOf(mask: Mask): number {
  let count = 0;
  for (let row = 0; row < mask.length; row++) count += mask[row] as number;
  return count;
}

function keep(mask: Mask, isWanted: (row: number) => boolean): void {
  for (let row = 0; row < mask.length; row++) {
    if (mask[row] && !isWanted(row)) mask[row] = 0;
  }
}
