/** Instance masks: from the run lengths they travel in to the outline that is drawn. */

import { type Column, columnsIn, type WireBlock } from "./columns";

const COLUMNS = ["row", "left", "top", "height", "offsets", "gap", "length"];

/** Pixels of one column of the picture, top <= y < bottom. */
export interface Run {
  readonly x: number;
  readonly top: number;
  readonly bottom: number;
}

type Columns = Readonly<Record<string, Column>>;

export class Masks {
  readonly #places: Map<number, readonly [columns: Columns, index: number]>;
  readonly #outlines: Map<number, string>;

  /** `known` gives up its masks to the new ones, which hold those of the blocks, too. */
  constructor(blocks: readonly WireBlock[], known?: Masks) {
    this.#places = known ? known.#places : new Map();
    this.#outlines = known ? known.#outlines : new Map();
    for (const block of blocks) {
      const columns: Columns = columnsIn(block, COLUMNS);
      columns["row"]?.forEach((row, index) => {
        if (!this.#places.has(row)) this.#places.set(row, [columns, index]);
      });
    }
  }

  /** SVG path around the mask of an object, in pixels of the original; empty: it has none, or none arrived. */
  outline(row: number): string {
    const place = this.#places.get(row);
    const known = this.#outlines.get(row) ?? (place ? outlineOf(runsOf(...place)) : "");
    if (place) this.#outlines.set(row, known);
    return known;
  }
}

/** The pixels of one mask, column by column. */
export function runsOf(columns: Columns, index: number): Run[] {
  const at = (name: string, i: number) => columns[name]?.[i] ?? 0;
  const [left, top, height] = [at("left", index), at("top", index), at("height", index)];
  const runs: Run[] = [];
  let place = 0;
  for (let pair = at("offsets", index); pair < at("offsets", index + 1); pair++) {
    place += at("gap", pair);
    const stop = place + at("length", pair);
    while (place < stop) {
      const y = place % height;
      const size = Math.min(stop - place, height - y);
      runs.push({ x: left + (place - y) / height, top: top + y, bottom: top + y + size });
      place += size;
    }
  }
  return runs;
}

/**
 * Closed lines along the pixels' edges, for the even-odd rule.
 *
 * Every run has four corners, numbered 4 * run + 2 (bottom) + 1 (right). Top and bottom edges join
 * left to right corners; at each x the corners from above to below are joined in pairs, which is
 * where one column is inside and its neighbour is not. So every corner has one partner each way.
 */
export function outlineOf(runs: readonly Run[]): string {
  const corners = runs.flatMap(({ x, top, bottom }) => [
    [x, top],
    [x + 1, top],
    [x, bottom],
    [x + 1, bottom],
  ]);
  const at = (corner: number) => corners[corner] as [x: number, y: number];
  const order = Uint32Array.from(corners.keys()).sort((a, b) => at(a)[0] - at(b)[0] || at(a)[1] - at(b)[1]);
  const partner = new Uint32Array(order.length);
  order.forEach((corner, i) => {
    partner[corner] = order[i ^ 1] ?? corner;
  });
  const seen = new Set<number>();
  let path = "";
  for (const first of order) {
    if (seen.has(first)) continue;
    path += `M${at(first).join(" ")}`;
    for (let corner = first; !seen.has(corner); ) {
      const across = corner ^ 1;
      const next = partner[across] ?? corner;
      seen.add(corner).add(across);
      // A straight edge goes on over many columns.
      if (at(across)[1] !== at(next)[1]) path += `H${at(across)[0]}V${at(next)[1]}`;
      corner = next;
    }
    path += "Z";
  }
  return path;
}
