/** Which names of rows or columns are written, and where: none over another, none cut off. */

import { clamped } from "../../engine/numbers";
import { LINE } from "./frame";
import type { Axis, Geometry } from "./geometry";

/** Between the middles of two names, of the size of their letters. */
const APART = 1.18;
/** A name that is wanted may stand so many names beside its line. */
const FARTHEST = 2;

export type Names = Pick<Geometry, "size" | "inner" | "cell" | "gap" | "rim" | "nameSize" | "step" | "isSlanted">;

/**
 * From line to the middle of its name, in the part of an axis that is in sight.
 *
 * The background's is always there. `preferred` lines (-1: none) come next and are moved a little rather than left
 * out; then every `step`-th, the same ones wherever the part begins.
 */
export function placedNames(
  geometry: Names,
  { room, from }: Pick<Axis, "room" | "from">,
  isRows: boolean,
  preferred: Iterable<number>,
): Map<number, number> {
  const { size, inner, cell, gap, rim, step } = geometry;
  const { apart, edge } = spacing(geometry, isRows);
  const last = (size > inner ? room + gap + rim : room) - edge;
  const placed = new Map<number, number>();
  const isFree = (middle: number) => [...placed.values()].every((other) => Math.abs(other - middle) > apart - 0.1);
  const isInside = (middle: number) => middle > edge - 0.1 && middle < last + 0.1;
  const middleOf = (line: number) => (line + 0.5) * cell - from;
  if (size > inner) placed.set(inner, Math.min(room + gap + rim / 2, last));
  for (const line of preferred) {
    const own = middleOf(line);
    // Sizes on screen are rounded: what ends a pixel further is in sight.
    const isSeen = Math.abs(own - room / 2) < room / 2 + cell / 2 + 1;
    if (line < 0 || line >= inner || !isSeen || placed.has(line)) continue;
    const inside = clamped(own, edge, last);
    const far = (middle: number) => Math.abs(middle - inside);
    const beside = [...placed.values()].flatMap((middle) => [middle - apart, middle + apart]);
    const free = [inside, ...beside]
      .sort((a, b) => far(a) - far(b))
      .find((middle) => isInside(middle) && far(middle) <= FARTHEST * apart + 0.1 && isFree(middle));
    if (free !== undefined) placed.set(line, free);
  }
  const first = Math.max(0, Math.floor(from / cell / step) * step);
  for (let line = first; line < inner && line * cell < from + room; line += step) {
    const middle = middleOf(line);
    // Beside the first line nothing else stands: its name may reach into the corner.
    const isRoom = (line === 0 && middle > 0) || isInside(middle);
    if (isRoom && !placed.has(line) && isFree(middle)) placed.set(line, middle);
  }
  return placed;
}

/** How far apart the middles of two names are, and how far from where the lines begin and end. */
function spacing({ cell, nameSize, step, isSlanted }: Names, isRows: boolean) {
  // Names of columns that lie are nearly as wide as their cells; those that are slanted end beside the last one.
  if (!isRows && !isSlanted) return { apart: 0, edge: cell / 2 - 1 };
  const apart = Math.min(nameSize * APART, Math.max(step * cell, nameSize));
  return { apart, edge: isRows ? (LINE * nameSize + 1) / 2 : 0 };
}
