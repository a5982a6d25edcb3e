/** The map as a table, for those who cannot see it: how many images lie where, and how they fared. */

import { at, blank, errorsOf, grow, rates, type Tallies } from "../engine/counts";
import { rate, whole } from "../engine/numbers";
import type { Point } from "../engine/polygon";
import type { SentMap } from "../state/sent";
import { el } from "../ui/dom";
import type { Bounds } from "./camera";
import { middleOf, type Placed } from "./cells";

const LINES = ["top", "middle", "bottom"];
const COLUMNS = ["left", "centre", "right"];

/** A table of nine parts; those without an image are left out. */
export function regionTable(rows: Uint32Array, positions: Float32Array, bounds: Bounds, tallies: Tallies): HTMLElement {
  const sizes = new Uint32Array(9);
  const sums = blank(9);
  const columns = (["tp", "fp", "fn"] as const).map((name) => [sums[name], tallies[name]] as const);
  for (const row of rows) {
    const part = partOf([positions[2 * row] as number, positions[2 * row + 1] as number], bounds);
    grow(sizes, part, 1);
    for (const [sum, own] of columns) grow(sum, part, own[row] ?? 0);
  }
  const lineOf = (part: number) => [whole(errorsOf(sums, part)), rate(rates(sums, part).f1)];
  return tableOf(["errors", "F1"], sizes, lineOf);
}

/** The same of a raster, whose cells know no F1. */
export function cellTable(map: SentMap, bounds: Bounds): HTMLElement {
  const { images, errors } = partsOfCells(map, bounds);
  return tableOf([`errors at ${map.confidence} %`], images, (part) => [whole(at(errors, part))]);
}

/** The images and errors of a raster in each of the nine parts. */
export function partsOfCells(map: Placed, bounds: Bounds): Record<"images" | "errors", Float64Array> {
  const [images, errors] = [new Float64Array(9), new Float64Array(9)];
  for (let cell = 0; cell < map.counts.length; cell++) {
    const count = at(map.counts, cell);
    if (count === 0) continue;
    const part = partOf(middleOf(map, cell), bounds);
    grow(images, part, count);
    grow(errors, part, at(map.errors, cell));
  }
  return { images, errors };
}

function tableOf(more: readonly string[], sizes: ArrayLike<number>, lineOf: (part: number) => readonly string[]) {
  const head = ["part of the map", "images", ...more].map((name) => el("th", { scope: "col" }, name));
  const lines = Array.from(sizes, (size, part) => {
    const name = `${LINES[Math.floor(part / 3)]} ${COLUMNS[part % 3]}`;
    const texts = [whole(size), ...lineOf(part)];
    return size > 0 && el("tr", {}, el("th", { scope: "row" }, name), ...texts.map((text) => el("td", {}, text)));
  });
  return el("table", {}, el("caption", {}, "The map as a table"), el("tr", {}, ...head), ...lines);
}

function partOf([x, y]: Point, { left, right, bottom, top }: Bounds): number {
  return 3 * (2 - third(y - bottom, top - bottom)) + third(x - left, right - left);
}

function third(along: number, length: number): number {
  return length > 0 ? Math.min(2, Math.floor((3 * along) / length)) : 1;
}
