/** How large the cells of a matrix would be: what the arrangement of the views depends on. */

import type { Header } from "../engine/header";
import { AXIS_WIDTH, fitMatrix, MATRIX_HEIGHT } from "./model/frame";
import { fontOf, widthsOf } from "./model/measure";
import { shownNames } from "./model/table";

/** From the width of a pane to the edge of a cell, all cells in sight; both in pixels. `node` has the font. */
export function cellEdge(header: Header, node: Element): (width: number) => number {
  const names = widthsOf(shownNames(header), fontOf(node));
  const hasBackground = header.background !== null;
  return (width) => fitMatrix({ names, hasBackground, width: width - AXIS_WIDTH, height: MATRIX_HEIGHT }).cell;
}
