/** Size and F1 of each cluster. */

import type { Column } from "../data/columns";
import { NOISE } from "../data/tables";
import { at, type Mask, rates, type Tallies } from "./counts";
import { rowsOf } from "./filters";
import { groupedBy } from "./groups";

export interface Cluster {
  readonly id: number;
  readonly size: number;
  /** F1 over all instances of the cluster's images; NaN for 0/0. */
  readonly f1: number;
}

/** The clusters among the images of `mask`, largest first, ties by id, unclustered noise last. */
export function clustersOf(cluster: Column, mask: Mask, tallies: Tallies): Cluster[] {
  return [...groupedBy(rowsOf(mask), (row) => at(cluster, row))]
    .map(([id, rows]) => ({ id, size: rows.length, f1: pooledF1(rows, tallies) }))
    .sort((a, b) => Number(a.id === NOISE) - Number(b.id === NOISE) || b.size - a.size || a.id - b.id);
}

function pooledF1(rows: readonly number[], tallies: Tallies): number {
  const sum = (column: Float64Array) => Float64Array.of(rows.reduce((total, row) => total + at(column, row), 0));
  return rates({ tp: sum(tallies.tp), fp: sum(tallies.fp), fn: sum(tallies.fn) }, 0).f1;
}
