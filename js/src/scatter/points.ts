/** The images that have a place in the embedding, and which of them are drawn how. */

import type { Images } from "../data/tables";
import type { Mask } from "../engine/mask";
import { clamped } from "../engine/numbers";
import type { Bounds } from "./camera";

export interface Points {
  /** x, y of every image row. */
  readonly positions: Float32Array<ArrayBuffer>;
  /** Rows with an embedding, shuffled the same way every time: any beginning is a fair sample. */
  readonly order: Uint32Array<ArrayBuffer>;
  /** Which rows have one. */
  readonly isPlaced: Mask;
  /** Undefined: no image has a place. */
  readonly bounds: Bounds | undefined;
}

export function pointsOf({ size, x, y }: Images): Points {
  const positions = new Float32Array(2 * size);
  const isPlaced = new Uint8Array(size);
  let [left, right] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let [bottom, top] = [left, right];
  for (let row = 0; row < size; row++) {
    const [px, py] = [x[row] as number, y[row] as number];
    positions[2 * row] = px;
    positions[2 * row + 1] = py;
    if (!Number.isFinite(px + py)) continue;
    isPlaced[row] = 1;
    left = Math.min(left, px);
    right = Math.max(right, px);
    bottom = Math.min(bottom, py);
    top = Math.max(top, py);
  }
  const order = rowsWithin(shuffled(size), isPlaced);
  return { positions, order, isPlaced, bounds: order.length > 0 ? { left, right, bottom, top } : undefined };
}

/**
 * The nearest row that `isWanted` within `reach` of (x, y), all in embedding space. All are looked at: of a million that
 * takes 2 ms, and nothing has to be made and kept for it.
 */
export function nearestTo(
  [x, y]: readonly [number, number],
  positions: Float32Array,
  reach: number,
  isWanted: (row: number) => boolean,
): number | undefined {
  let nearest: number | undefined;
  let closest = reach * reach;
  for (let row = 0; 2 * row < positions.length; row++) {
    const dx = (positions[2 * row] as number) - x;
    const dy = (positions[2 * row + 1] as number) - y;
    const distance = dx * dx + dy * dy;
    // What has no place is at no distance.
    if (!(distance <= closest) || !isWanted(row)) continue;
    closest = distance;
    nearest = row;
  }
  return nearest;
}

/** Walking by a golden share of the whole meets every row once when the two have no common factor. */
function shuffled(size: number): Uint32Array {
  const order = new Uint32Array(size);
  const step = strideOf(size);
  for (let i = 0, row = 0; i < size; i++, row = (row + step) % size) order[i] = row;
  return order;
}

function strideOf(size: number): number {
  let step = Math.max(1, Math.floor(size * 0.618));
  while (commonFactor(step, size) > 1) step += 1;
  return step;
}

function commonFactor(a: number, b: number): number {
  return b === 0 ? a : commonFactor(b, a % b);
}

export interface Layers {
  /** The whole split, drawn faint; empty while no filter hides anything. */
  readonly background: Uint32Array<ArrayBuffer>;
  /** What the filters leave. */
  readonly foreground: Uint32Array<ArrayBuffer>;
}

const NOTHING = new Uint32Array(0);

/** Those of the rows that the mask holds, in the same order. */
export function rowsWithin(rows: Uint32Array, mask: Mask): Uint32Array<ArrayBuffer> {
  const kept = new Uint32Array(rows.length);
  let size = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number;
    if (mask[row] === 1) kept[size++] = row;
  }
  return size === rows.length ? kept : kept.slice(0, size);
}

export function layersOf(split: Uint32Array<ArrayBuffer>, visible: Mask): Layers {
  const foreground = rowsWithin(split, visible);
  return { background: foreground.length < split.length ? split : NOTHING, foreground };
}

/** Points are large when there are few, and grow a little while one zooms in. */
export function radiusOf(points: number, zoom: number): number {
  const grown = clamped(zoom ** 0.3, 1, 3);
  return clamped(5 * (400 / Math.max(points, 1)) ** 0.25, 1, 5) * grown;
}
