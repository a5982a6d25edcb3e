/** In which order the classes of the matrix stand: background last in all of them. */

import type { View } from "../data/wire";
import { byClass, type ClassCounts } from "./byClass";
import { at } from "./counts";
import type { Header } from "./header";
import { seriated } from "./seriation";

/** As the source gives them, by code point, most instances first, most errors first, confused ones together. */
export type ClassOrder = View["order"];

/** Class indices in display order, counted over the matrix `cells`; ties as given. */
export function classOrder(cells: Float64Array, header: Header, by: ClassOrder): readonly number[] {
  const { classes, order, background } = header;
  const named = order.filter((index) => index !== background);
  const most = (key: (row: ClassCounts) => number) => {
    const keys = new Map(byClass(cells, header).map((row) => [row.index, key(row)]));
    named.sort((a, b) => (keys.get(b) ?? 0) - (keys.get(a) ?? 0));
  };
  if (by === "frequency") most(({ support }) => support);
  if (by === "errors") most(({ fp, fn }) => fp + fn);
  if (by === "name") {
    // By code point: a character beyond 16 bits is two units below U+E000, yet comes after all characters of one unit.
    const keys = classes.map((name) => name.replace(/[\ud800-\udfff]/g, "\uffff$&"));
    named.sort((a, b) => ((keys[a] ?? "") < (keys[b] ?? "") ? -1 : 1));
  }
  const lines = by === "similar" ? seriated(tiesOf(cells, classes.length, named)) : [...named.keys()];
  return [...lines.map((line) => at(named, line)), ...order.filter((index) => index === background)];
}

/** How often two classes are confused with one another, in either direction. */
function tiesOf(cells: Float64Array, classes: number, named: readonly number[]): Map<number, number>[] {
  return named.map((own) => {
    const ties = new Map<number, number>();
    named.forEach((other, line) => {
      const tie = at(cells, own * classes + other) + at(cells, other * classes + own);
      if (tie > 0 && other !== own) ties.set(line, tie);
    });
    return ties;
  });
}
