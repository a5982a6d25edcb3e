/** Which point is under the hand: rows sorted into square buckets, so that few are looked at. */

import { type Bounds, boundsOf } from "./camera";

/** Aim at this many points a bucket. */
const FILL = 4;
const MOST_SIDE = 1024;

export interface Grid {
  /**
   * The nearest row that `isWanted` within `reach` of (x, y), all in embedding space. Only the
   * buckets that the reach touches are looked into.
   */
  nearest(x: number, y: number, reach: number, isWanted: (row: number) => boolean): number | undefined;
}

export function createGrid(positions: Float32Array, rows: Uint32Array): Grid {
  const bounds = boundsOf(positions, rows);
  if (!bounds) return { nearest: () => undefined };
  const buckets = bucketsOf(positions, rows, bounds);
  return { nearest: (x, y, reach, isWanted) => search(positions, buckets, [x, y], reach, isWanted) };
}

interface Buckets {
  readonly side: number;
  readonly width: number;
  readonly left: number;
  readonly bottom: number;
  /** Rows of bucket b are sorted[starts[b] .. starts[b + 1]]. */
  readonly starts: Uint32Array;
  readonly sorted: Uint32Array;
}

function bucketsOf(positions: Float32Array, rows: Uint32Array, { left, right, bottom, top }: Bounds): Buckets {
  const side = Math.min(MOST_SIDE, Math.max(1, Math.ceil(Math.sqrt(rows.length / FILL))));
  const width = Math.max(right - left, top - bottom) / side || 1;
  const bucketOf = (row: number) => {
    const column = Math.min(side - 1, Math.floor(((positions[2 * row] as number) - left) / width));
    const line = Math.min(side - 1, Math.floor(((positions[2 * row + 1] as number) - bottom) / width));
    return line * side + column;
  };
  const starts = new Uint32Array(side * side + 1);
  for (const row of rows) starts[bucketOf(row) + 1] = (starts[bucketOf(row) + 1] as number) + 1;
  for (let i = 1; i < starts.length; i++) starts[i] = (starts[i] as number) + (starts[i - 1] as number);
  const cursor = starts.slice();
  const sorted = new Uint32Array(rows.length);
  for (const row of rows) {
    const bucket = bucketOf(row);
    sorted[cursor[bucket] as number] = row;
    cursor[bucket] = (cursor[bucket] as number) + 1;
  }
  return { side, width, left, bottom, starts, sorted };
}

function search(
  positions: Float32Array,
  { side, width, left, bottom, starts, sorted }: Buckets,
  [x, y]: readonly [number, number],
  reach: number,
  isWanted: (row: number) => boolean,
): number | undefined {
  const clamp = (bucket: number) => Math.min(side - 1, Math.max(0, Math.floor(bucket)));
  let nearest: number | undefined;
  let closest = reach * reach;
  const lastLine = clamp((y + reach - bottom) / width);
  const lastColumn = clamp((x + reach - left) / width);
  for (let line = clamp((y - reach - bottom) / width); line <= lastLine; line++) {
    for (let column = clamp((x - reach - left) / width); column <= lastColumn; column++) {
      const bucket = line * side + column;
      for (const row of sorted.subarray(starts[bucket], starts[bucket + 1])) {
        const dx = (positions[2 * row] as number) - x;
        const dy = (positions[2 * row + 1] as number) - y;
        const distance = dx * dx + dy * dy;
        if (distance > closest || !isWanted(row)) continue;
        closest = distance;
        nearest = row;
      }
    }
  }
  return nearest;
}
