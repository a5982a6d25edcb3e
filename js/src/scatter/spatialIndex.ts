/** Which point is under the pointer: rows sorted into square buckets, so that few are looked at. */

import { at } from "../engine/counts";
import { type Groups, grouped, rowsIn } from "../engine/groups";
import { clamped } from "../engine/numbers";
import type { Bounds } from "./camera";
import type { Points } from "./points";

/** Aim at this many points a bucket. */
const FILL = 4;
const MOST_SIDE = 1024;

export interface SpatialIndex {
  /**
   * The nearest row that `isWanted` within `reach` of (x, y), all in embedding space. Only the
   * buckets that the reach touches are looked into.
   */
  nearest(x: number, y: number, reach: number, isWanted: (row: number) => boolean): number | undefined;
}

/** `rows` are some of the points. */
export function createSpatialIndex({ positions, bounds }: Omit<Points, "order">, rows: Uint32Array): SpatialIndex {
  if (!bounds) return { nearest: () => undefined };
  const buckets = bucketsOf(positions, rows, bounds);
  return { nearest: (x, y, reach, isWanted) => search(positions, buckets, [x, y], reach, isWanted) };
}

interface Buckets {
  readonly side: number;
  readonly width: number;
  readonly left: number;
  readonly bottom: number;
  readonly groups: Groups;
}

function bucketsOf(positions: Float32Array, rows: Uint32Array, { left, right, bottom, top }: Bounds): Buckets {
  const side = clamped(Math.ceil(Math.sqrt(rows.length / FILL)), 1, MOST_SIDE);
  const width = Math.max(right - left, top - bottom) / side || 1;
  const lineOf = (place: number, from: number) => Math.min(side - 1, Math.floor((place - from) / width));
  const buckets = rows.map(
    (row) => lineOf(positions[2 * row + 1] as number, bottom) * side + lineOf(positions[2 * row] as number, left),
  );
  const { starts, rows: places } = grouped(buckets, side * side);
  return { side, width, left, bottom, groups: { starts, rows: places.map((i) => rows[i] as number) } };
}

function search(
  positions: Float32Array,
  { side, width, left, bottom, groups }: Buckets,
  [x, y]: readonly [number, number],
  reach: number,
  isWanted: (row: number) => boolean,
): number | undefined {
  const clamp = (bucket: number) => clamped(Math.floor(bucket), 0, side - 1);
  let nearest: number | undefined;
  let closest = reach * reach;
  const lastLine = clamp((y + reach - bottom) / width);
  const lastColumn = clamp((x + reach - left) / width);
  for (let line = clamp((y - reach - bottom) / width); line <= lastLine; line++) {
    for (let column = clamp((x - reach - left) / width); column <= lastColumn; column++) {
      for (const row of rowsIn(groups, line * side + column)) {
        const dx = at(positions, 2 * row) - x;
        const dy = at(positions, 2 * row + 1) - y;
        const distance = dx * dx + dy * dy;
        if (distance > closest || !isWanted(row)) continue;
        closest = distance;
        nearest = row;
      }
    }
  }
  return nearest;
}
