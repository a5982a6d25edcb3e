/** How many instances have which value of a range facet, as Python's `Queries.histogram` counts them. */

import type { Outcomes } from "../data/tables";
import { at } from "./counts";
import type { Measure } from "./facets/range";

const BINS = 40;

export interface Histogram {
  /** Ends of the bins, ascending, one more than there are bins; the last bin holds its upper end, too. */
  readonly edges: Float64Array;
  /** Does the split have more than one value? */
  readonly isSpread: boolean;
  /** Sum of count in each bin. */
  readonly instances: Float64Array;
  /** The same of those without a value. */
  readonly unknown: number;
}

/** Where nobody has counted yet. */
export const NO_HISTOGRAM: Histogram = {
  edges: edgesBetween(0, 1, false),
  isSpread: true,
  instances: new Float64Array(BINS),
  unknown: 0,
};

/** Where the bins of a split end. */
export type Bins = Pick<Histogram, "edges" | "isSpread">;

/**
 * The ends of the bins: from the least to the largest of the values of some images (1 in `among`), whatever the
 * threshold. They are equal; those of areas are equal in the roots. One value stands in the middle of a length of 1.
 */
export function binEdges({ image, size }: Outcomes, among: Uint8Array, measure: Measure, isArea: boolean): Bins {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let row = 0; row < size; row++) {
    if (!among[image[row] as number]) continue;
    const value = measure(row);
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return { edges: edgesBetween(low, high, isArea), isSpread: low < high };
}

/** The same between two ends; the least above the largest: there are no values. */
export function edgesBetween(least: number, largest: number, isArea: boolean): Float64Array {
  const [low, high] = least > largest ? [0, 1] : least === largest ? [least - 0.5, least + 0.5] : [least, largest];
  const isRooted = isArea && low >= 0 && least !== largest;
  const [start, end] = isRooted ? [Math.sqrt(low), Math.sqrt(high)] : [low, high];
  const step = (end - start) / BINS;
  return Float64Array.from({ length: BINS + 1 }, (_, index) => {
    if (index === 0 || index === BINS) return index === 0 ? low : high;
    const edge = index * step + start;
    return isRooted ? edge * edge : edge;
  });
}

/** The outcomes `rows` in the bins. */
export function histogram({ count }: Outcomes, rows: Uint32Array, measure: Measure, bins: Bins): Histogram {
  const instances = new Float64Array(BINS);
  let unknown = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number;
    const value = measure(row);
    const amount = at(count, row);
    if (Number.isNaN(value)) unknown += amount;
    else (instances[binOf(value, bins.edges)] as number) += amount;
  }
  return { ...bins, instances, unknown };
}

/** The bin of a value; the first and the last take what lies beyond them. */
export function binOf(value: number, edges: Float64Array): number {
  let [from, to] = [0, BINS - 1];
  while (from < to) {
    const middle = (from + to + 1) >> 1;
    if ((edges[middle] as number) <= value) from = middle;
    else to = middle - 1;
  }
  return from;
}
