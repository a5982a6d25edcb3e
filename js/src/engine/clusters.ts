/** Size and rates of each cluster. */

import type { Column } from "../data/columns";
import { NOISE } from "../data/tables";
import { at, blank, grow, type Rates, rates, type Tallies } from "./counts";

/** The rates are over all instances of the cluster's images. */
export interface Cluster extends Rates {
  readonly id: number;
  readonly size: number;
}

/** Cluster ids numbered from 0 on in the order they are met, and the number of every image. */
export interface ClusterCodes {
  readonly ids: readonly number[];
  readonly codes: Uint32Array;
}

/** Number the cluster ids of a column of them. */
export function clusterCodes(cluster: Column): ClusterCodes {
  const known = new Map<number, number>();
  const codes = new Uint32Array(cluster.length);
  for (let row = 0; row < codes.length; row++) {
    const id = cluster[row] as number;
    const code = known.get(id) ?? known.size;
    if (code === known.size) known.set(id, code);
    codes[row] = code;
  }
  return { ids: [...known.keys()], codes };
}

/** Clusters with images, by id, size and sums: largest first, ties by id, unclustered noise last. */
export function clustersIn(ids: Iterable<number>, sizes: ArrayLike<number>, tallies: Tallies): Cluster[] {
  return Array.from(ids, (id, code) => ({ id, size: at(sizes, code), ...rates(tallies, code) }))
    .filter(({ size }) => size > 0)
    .sort((a, b) => Number(a.id === NOISE) - Number(b.id === NOISE) || b.size - a.size || a.id - b.id);
}

/** The clusters among the images of `rows`, in the same order. */
export function clustersOf({ ids, codes }: ClusterCodes, rows: Uint32Array, tallies: Tallies): Cluster[] {
  const sizes = new Uint32Array(ids.length);
  const { tp, fp, fn } = blank(ids.length);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number;
    const code = codes[row] as number;
    (sizes[code] as number)++;
    grow(tp, code, tallies.tp[row] as number);
    grow(fp, code, tallies.fp[row] as number);
    grow(fn, code, tallies.fn[row] as number);
  }
  return clustersIn(ids, sizes, { tp, fp, fn });
}
