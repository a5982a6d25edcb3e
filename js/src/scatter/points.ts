/** The images that have a place in the embedding, and which of them are drawn how. */

import type { Images } from "../data/tables";
import type { Mask } from "../engine/counts";
import { clamped } from "../engine/numbers";

export interface Points {
  /** x, y of every image row. */
  readonly positions: Float32Array<ArrayBuffer>;
  /** Rows with an embedding, shuffled the same way every time: any beginning is a fair sample. */
  readonly order: Uint32Array<ArrayBuffer>;
}

export function pointsOf({ size, x, y }: Images): Points {
  const positions = new Float32Array(2 * size);
  for (let row = 0; row < size; row++) {
    positions[2 * row] = x[row] ?? Number.NaN;
    positions[2 * row + 1] = y[row] ?? Number.NaN;
  }
  const order = new Uint32Array(size);
  const step = strideOf(size);
  let placed = 0;
  for (let i = 0, row = 0; i < size; i++, row = (row + step) % size) {
    const sum = (positions[2 * row] as number) + (positions[2 * row + 1] as number);
    if (Number.isFinite(sum)) order[placed++] = row;
  }
  return { positions, order: order.slice(0, placed) };
}

/** Walking by a golden share of the whole meets every row once when the two have no common factor. */
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
  readonly ground: Uint32Array<ArrayBuffer>;
  readonly shown: Uint32Array<ArrayBuffer>;
}

const NOTHING = new Uint32Array(0);

export function layersOf(split: Uint32Array<ArrayBuffer>, visible: Mask): Layers {
  const shown = split.filter((row) => visible[row] === 1);
  return { ground: shown.length < split.length ? split : NOTHING, shown };
}

/** Points are large when there are few, and grow a little while one zooms in. */
export function radiusOf(points: number, zoom: number): number {
  const grown = clamped(zoom ** 0.3, 1, 3);
  return clamped(5 * (400 / Math.max(points, 1)) ** 0.25, 1, 5) * grown;
}
