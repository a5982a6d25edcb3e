/** The part of a picture that shows an instance: around its truth and its prediction, with a margin. */

import { clamped } from "../engine/numbers";
import type { Extent } from "./boxes";

/** Width over height of a card. */
const SHAPE = 4 / 3;
/** Of the longer side of what is shown, on every side of it. */
const MARGIN = 0.25;
/** Pixels. */
const LEAST_MARGIN = 8;

interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/**
 * The region of a card around `boxes`, in whole pixels of the original, as Python's pictures/region.py has it: the box
 * around all of them, with a margin, grown about its middle to the shape of a card, moved into the picture of
 * `width` x `height` pixels and cut where it is larger than that; where these are 0, unknown, it ends nowhere.
 * Undefined where no box is known.
 */
export function regionOf(boxes: readonly Rectangle[], width: number, height: number): Required<Extent> | undefined {
  const known = boxes.filter(({ x, y, w, h }) => [x, y, w, h].every(Number.isFinite));
  if (known.length === 0) return undefined;
  const left = Math.min(...known.map(({ x }) => x));
  const top = Math.min(...known.map(({ y }) => y));
  const w = Math.max(...known.map((box) => box.x + box.w)) - left;
  const h = Math.max(...known.map((box) => box.y + box.h)) - top;
  const margin = Math.max(MARGIN * Math.max(w, h), LEAST_MARGIN);
  const [wide, high] = [w + 2 * margin, h + 2 * margin];
  const [x, across] = within(left + w / 2, Math.max(wide, high * SHAPE), width);
  const [y, down] = within(top + h / 2, Math.max(high, wide / SHAPE), height);
  return { x, y, width: across, height: down };
}

/** Start and length in whole pixels of `size` about `middle`, moved into 0..`whole`; 0: anywhere. */
function within(middle: number, size: number, whole: number): [start: number, length: number] {
  const kept = whole > 0 ? Math.min(size, whole) : size;
  const start = whole > 0 ? clamped(middle - size / 2, 0, whole - kept) : middle - size / 2;
  const [first, last] = [Math.floor(start), Math.ceil(start + kept)];
  return [first, (whole > 0 ? Math.min(last, whole) : last) - first];
}
