/** The map as a table, for those who cannot see it: how many images lie where, and how they fared. */

import { blank, errorsOf, grow, rates, type Tallies } from "../engine/counts";
import { rate, whole } from "../engine/numbers";
import { el } from "../ui/dom";
import type { Bounds } from "./camera";

const LINES = ["top", "middle", "bottom"];
const COLUMNS = ["left", "centre", "right"];

/** A table of nine parts; those without an image are left out. */
export function regionTable(rows: Uint32Array, positions: Float32Array, bounds: Bounds, tallies: Tallies): HTMLElement {
  const sizes = new Uint32Array(9);
  const sums = blank(9);
  const columns = (["tp", "fp", "fn"] as const).map((name) => [sums[name], tallies[name]] as const);
  for (const row of rows) {
    const column = third((positions[2 * row] as number) - bounds.left, bounds.right - bounds.left);
    const line = 2 - third((positions[2 * row + 1] as number) - bounds.bottom, bounds.top - bounds.bottom);
    const part = 3 * line + column;
    grow(sizes, part, 1);
    for (const [sum, own] of columns) grow(sum, part, own[row] ?? 0);
  }
  const head = ["part of the map", "images", "errors", "F1"].map((name) => el("th", { scope: "col" }, name));
  const lines = Array.from(sizes, (size, part) => {
    const name = `${LINES[Math.floor(part / 3)]} ${COLUMNS[part % 3]}`;
    const texts = [whole(size), whole(errorsOf(sums, part)), rate(rates(sums, part).f1)];
    return size > 0 && el("tr", {}, el("th", { scope: "row" }, name), ...texts.map((text) => el("td", {}, text)));
  });
  return el("table", {}, el("caption", {}, "The map as a table"), el("tr", {}, ...head), ...lines);
}

function third(along: number, length: number): number {
  return length > 0 ? Math.min(2, Math.floor((3 * along) / length)) : 1;
}
