/** What a view shows: split, threshold and the filters, and which images they leave. */

import type { Strings } from "../data/strings";
import { ALL, type Images, type Outcomes, SPLITS } from "../data/tables";
import { at, holdingAt, type Mask, rates, type Tallies } from "./counts";
import { keepInside, type Polygon } from "./polygon";

export type CellIndex = readonly [actual: number, predicted: number];
export type Sort = "errors" | "f1" | "name";

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
  const code = SPLITS.indexOf(split as (typeof SPLITS)[number]);
  for (let row = 0; row < mask.length; row++) {
    mask[row] = split === ALL || images.split[row] === code ? 1 : 0;
  }
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
  if (filters.query) {
    const needle = folded(filters.query);
    const names = images.name.all();
    keep(mask, (row) => folded(names[row] ?? "").includes(needle));
  }
  if (filters.picked.length > 0) {
    const wanted = new Set(filters.picked);
    keep(mask, (row) => wanted.has(row));
  }
  return mask;
}

/** Which outcomes hold at the threshold and lie in one of the cells; without cells all that hold. */
export function behindCells(
  outcomes: Outcomes,
  confidence: number,
  cells: readonly CellIndex[],
  classes: number,
): (outcome: number) => boolean {
  const wanted = new Set(cells.map(([actual, predicted]) => actual * classes + predicted));
  const isHeld = holdingAt(outcomes, confidence);
  return (i) =>
    isHeld(i) && (wanted.size === 0 || wanted.has(at(outcomes.actual, i) * classes + at(outcomes.predicted, i)));
}

export interface Visible {
  readonly mask: Mask;
  /** Sum of count over the visible images, of the selected cells if any. */
  readonly instances: number;
}

/** Which images pass every filter, given those that pass all but the cells. */
export function visible(
  outcomes: Outcomes,
  passing: Mask,
  filters: Pick<Filters, "cells" | "confidence">,
  classes: number,
): Visible {
  const mask = filters.cells.length > 0 ? new Uint8Array(passing.length) : passing;
  const isBehind = behindCells(outcomes, filters.confidence, filters.cells, classes);
  let instances = 0;
  for (let i = 0; i < outcomes.size; i++) {
    const image = at(outcomes.image, i);
    if (!passing[image] || !isBehind(i)) continue;
    mask[image] = 1;
    instances += at(outcomes.count, i);
  }
  return { mask, instances };
}

const CAPITALS = /[A-Z]+/g;

/** NFC with ASCII capitals made small; other letters keep their case, in both languages alike. */
export function folded(text: string): string {
  return text.normalize("NFC").replace(CAPITALS, (found) => found.toLowerCase());
}

/** The image rows of `mask` in gallery order: most errors, lowest F1 or name; ties by image row. */
export function ordered(mask: Mask, sort: Sort, names: Strings, tallies: Tallies): Uint32Array {
  const rows = rowsOf(mask);
  if (sort === "name") return rows.sort((a, b) => names.compare(a, b) || a - b);
  const key = new Float64Array(mask.length);
  for (const row of rows) {
    const f1 = rates(tallies, row).f1;
    const errors = at(tallies.fp, row) + at(tallies.fn, row);
    if (sort === "errors") key[row] = -errors;
    else key[row] = Number.isNaN(f1) ? Number.POSITIVE_INFINITY : f1;
  }
  return rows.sort((a, b) => {
    const first = at(key, a);
    const second = at(key, b);
    return first === second ? a - b : first - second;
  });
}

/** The rows that are in the mask, ascending. */
export function rowsOf(mask: Mask): Uint32Array {
  const rows = new Uint32Array(countOf(mask));
  let next = 0;
  mask.forEach((isIn, row) => {
    if (isIn) rows[next++] = row;
  });
  return rows;
}

export function countOf(mask: Mask): number {
  let count = 0;
  for (const isIn of mask) count += isIn;
  return count;
}

function keep(mask: Mask, isWanted: (row: number) => boolean): void {
  for (let row = 0; row < mask.length; row++) {
    if (mask[row] && !isWanted(row)) mask[row] = 0;
  }
}
