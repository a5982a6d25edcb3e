/** The keys of the matrix: those that zoom, and the names of those that the grid handles itself. */

import type { Context } from "../../state/session";
import type { Zoom } from "./zoom";

const place = "Confusion matrix";

export function listKeys(scroller: HTMLElement, zoom: Zoom, { keys, signal }: Context): void {
  const zooms = { place, within: scroller, when: () => !zoom.node.hidden };
  keys.add(
    [
      { place, keys: ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"], words: "Move from cell to cell" },
      { place, keys: ["Ctrl+Enter"], words: "Add to the selection, or take away" },
      { place, keys: ["Enter", "Space"], words: "Select the cell, row or column" },
      { place, keys: ["Shift+ArrowRight"], words: "Select a block" },
      { ...zooms, keys: ["+", "="], words: "Zoom in", run: zoom.larger },
      { ...zooms, keys: ["-"], words: "Zoom out", run: zoom.smaller },
      { ...zooms, keys: ["0"], words: "The whole matrix", run: zoom.whole },
    ],
    signal,
  );
}
