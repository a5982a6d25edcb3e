/** Which names of rows or columns are written, and where: none over another, none cut off. */

import { clamped } from "../../engine/numbers";
import type { Geometry } from "./geometry";

/** Between the middles of two names. */
const APART = 13;

/**
 * From line to the middle of its name, for the part from `from` on that is `room` long.
 *
 * `preferred` lines (-1: none) come first and are moved a little rather than left out; then the last, which is
 * background when there is one; then every n-th, the same ones wherever the part begins.
 */
export function placedNames(
  { size, cell }: Pick<Geometry, "size" | "cell">,
  from: number,
  room: number,
  preferred: Iterable<number>,
): Map<number, number> {
  const placed = new Map<number, number>();
  const last = room - APART / 2;
  const put = (line: number, isPreferred: boolean) => {
    const own = (line + 0.5) * cell - from;
    // Sizes on screen are rounded: what ends a pixel further is in sight.
    const isSeen = Math.abs(own - room / 2) < room / 2 + cell / 2 + 1;
    if (line < 0 || !isSeen || placed.has(line)) return;
    const inside = clamped(own, APART / 2, last);
    const taken = [...placed.values()];
    const far = (middle: number) => Math.abs(middle - inside);
    const free = [inside, ...(isPreferred ? taken.flatMap((middle) => [middle - APART, middle + APART]) : [])]
      .sort((a, b) => far(a) - far(b))
      .find(
        (middle) =>
          middle === clamped(middle, APART / 2, last) &&
          far(middle) <= 2 * APART &&
          taken.every((other) => Math.abs(other - middle) > APART - 0.1),
      );
    if (free !== undefined) placed.set(line, free);
  };
  for (const line of preferred) put(line, true);
  put(size - 1, false);
  const step = Math.ceil(APART / cell);
  const first = Math.max(0, Math.floor(from / cell / step) * step);
  for (let line = first; line < size && line * cell < from + room; line += step) {
    const middle = (line + 0.5) * cell - from;
    if (line === 0 || middle === clamped(middle, APART / 2, last)) put(line, false);
  }
  return placed;
}
