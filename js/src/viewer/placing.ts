/** Where the labels of boxes stand: beside them, on the stage, and where there is room not over one another. */

import { clamped } from "../engine/numbers";
import type { Point, Rect, Size } from "./camera";

/** Between a label and its box. */
const GAP = 3;

/**
 * The corner of a label of `size` for what lies at `rect`: above, below or at a side, where it touches none of `taken`.
 * Undefined where there is no such place, or nothing of `rect` on the stage; a forced one stands beside its box.
 */
export function placed(
  rect: Rect,
  size: Size,
  stage: Size,
  taken: readonly Rect[],
  isForced: boolean,
): Point | undefined {
  const right = rect.x + rect.w;
  const bottom = rect.y + rect.h;
  if (right < 0 || bottom < 0 || rect.x > stage.width || rect.y > stage.height) return undefined;
  const [lastX, lastY] = [Math.max(stage.width - size.width, 0), Math.max(stage.height - size.height, 0)];
  const inX = (x: number) => clamped(x, 0, lastX);
  const inY = (y: number) => clamped(y, 0, lastY);
  const above = rect.y - GAP - size.height;
  const below = bottom + GAP;
  const places: readonly Point[] = [
    { x: inX(rect.x), y: above },
    { x: inX(rect.x), y: below },
    { x: inX(right - size.width), y: above },
    { x: inX(right - size.width), y: below },
    { x: right + GAP, y: inY(rect.y) },
    { x: rect.x - GAP - size.width, y: inY(rect.y) },
    { x: right + GAP, y: inY(bottom - size.height) },
    { x: rect.x - GAP - size.width, y: inY(bottom - size.height) },
  ];
  const beside = places.filter(({ x, y }) => x >= 0 && x <= lastX && y >= 0 && y <= lastY);
  const isFree = (place: Point) => !taken.some((other) => overlap(other, { ...place, w: size.width, h: size.height }));
  const found = beside.find(isFree);
  // Where the box leaves no room at all, at its own corner: there is nothing else to see.
  return found ?? (isForced ? (beside[0] ?? { x: inX(rect.x), y: inY(rect.y) }) : undefined);
}

/** Do two rectangles share more than an edge? */
export function overlap(a: Rect, b: Rect): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}
