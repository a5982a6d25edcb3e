/** How large the cells of a matrix would be: what the arrangement of the views depends on. */

import { layOut } from "./model/geometry";
import { fontOf, widthsOf } from "./model/measure";

/** From the width of a pane to the edge of a cell, all cells in sight; both in pixels. `node` has the font. */
export function cellEdge(names: readonly string[], node: Element): (width: number) => number {
  const widths = widthsOf(names, fontOf(node));
  return (width) => layOut({ size: names.length, width, names: widths, zoom: 0, isCanvas: true }).fit;
}
