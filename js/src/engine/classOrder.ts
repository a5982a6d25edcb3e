/** In which order the classes of the matrix stand: background last in all of them. */

import { byClass, type ClassCounts } from "./byClass";
import { at } from "./counts";
import type { Header } from "./header";
import { seriated } from "./seriation";

/** As the source gives them, by code point, most instances first, most errors first, confused ones together. */
export type ClassOrder = "given" | "name" | "frequency" | "errors" | "similar";

/** Class indices in display order, counted over the matrix `cells`; ties as given. */
export function classOrder(cells: Float64Array, header: Header, by: ClassOrder): readonly number[] {
  const { classes, order, background } = header;
  const named = order.filter((index) => index !== background);
  const most = (key: (row: ClassCounts) => number) =>
    byClass(cells, header)
      .sort((a, b) => key(b) - key(a))
      .map(({ index }) => index);
  const orders = {
    given: () => named,
    name: () => {
      const keys = classes.map(codePoints);
      return named.sort((a, b) => ((keys[a] ?? "") < (keys[b] ?? "") ? -1 : 1));
    },
    frequency: () => most(({ support }) => support),
    errors: () => most(({ fp, fn }) => fp + fn),
    similar: () => seriated(tiesOf(cells, classes.length, named)).map((line) => at(named, line)),
  };
  return [...orders[by](), ...order.filter((index) => index === background)];
}

/** A text that sorts by code point; the name itself would sort by UTF-16 unit. */
function codePoints(name: string): string {
  return Array.from(name, (sign) => sign.codePointAt(0)?.toString(16).padStart(6, "0")).join("");
}

/** How often two classes are taken for one another, in either direction. */
function tiesOf(cells: Float64Array, classes: number, named: readonly number[]): Map<number, number>[] {
  const ties = named.map(() => new Map<number, number>());
  named.forEach((actual, a) => {
    for (let b = 0; b < a; b++) {
      const predicted = at(named, b);
      const tie = at(cells, actual * classes + predicted) + at(cells, predicted * classes + actual);
      if (tie === 0) continue;
      ties[a]?.set(b, tie);
      ties[b]?.set(a, tie);
    }
  });
  return ties;
}
