/** Size and rates of each cluster. */

import type { Column } from "../data/columns";
import { NOISE } from "../data/tables";
import { at, type Mask, type Rates, rates, type Tallies } from "./counts";
import { rowsOf } from "./filters";
import { groupedBy } from "./groups";

/** The rates are over all instances of the cluster's images. */
export interface Cluster extends Rates {
  readonly id: number;
  readonly size: number;
}

/** The clusters among the images of `mask`, largest first, ties by id, unclustered noise last. */
export function clustersOf(cluster: Column, mask: Mask, tallies: Tallies): Cluster[] {
  return [...groupedBy(rowsOf(mask), (row) => at(cluster, row))]
    .map(([id, rows]) => ({ id, size: rows.length, ...pooled(rows, tallies) }))
    .sort((a, b) => Number(a.id === NOISE) - Number(b.id === NOISE) || b.size - a.size || a.id - b.id);
}

function pooled(rows: readonly number[], tallies: Tallies): Rates {
  const sum = (column: Float64Array) => Float64Array.of(rows.reduce((total, row) => total + at(column, row), 0));
  return rates({ tp: sum(tallies.tp), fp: sum(tallies.fp), fn: sum(tallies.fn) }, 0);
}
