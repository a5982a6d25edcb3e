/** Outcomes that lie in any of these cells of the matrix. */

import { type CellIndex, cellKind, TONES, wholeLines } from "../cells";
import { cellWords, isolated } from "../cellWords";
import { at } from "../counts";
import type { Header } from "../header";
import { counted, whole } from "../numbers";
import type { Chip, OutcomeFacet } from "./facet";

type Cells = readonly CellIndex[];

export const cells: OutcomeFacet<"cells", Cells> = {
  name: "cells",
  group: "outcomes",
  isInCube: true,
  empty: [],
  test(selected, { outcomes: { actual, predicted }, header: { classes } }) {
    const codes = new Set(selected.map(([a, p]) => a * classes.length + p));
    return (row) => codes.has(at(actual, row) * classes.length + at(predicted, row));
  },
  chips(selected, { header }) {
    return partsOf(selected, header).map(({ text, look, own }) => {
      const removed = new Set(own);
      return { text, look, left: selected.filter((cell) => !removed.has(cell)) };
    });
  },
};

interface Part extends Pick<Chip<Cells>, "text" | "look"> {
  readonly own: Cells;
}

const MOST_CHIPS = 6;

/** A chip a cell; whole rows and columns in one chip, and past a handful the rest in one more. */
function partsOf(selected: Cells, header: Header): Part[] {
  if (selected.length <= MOST_CHIPS) return selected.map((cell) => single(cell, header));
  const lines = [...lineParts(selected, 0, header), ...lineParts(selected, 1, header)];
  const taken = new Set(lines.flatMap(({ own }) => own));
  const left = selected.filter((cell) => !taken.has(cell));
  const room = Math.max(1, MOST_CHIPS - lines.length);
  const parts = [...lines, ...left.slice(0, room).map((cell) => single(cell, header))];
  const rest = [...parts.slice(MOST_CHIPS).flatMap(({ own }) => own), ...left.slice(room)];
  if (rest.length === 0) return parts;
  return [...parts.slice(0, MOST_CHIPS), { text: `+${whole(rest.length)} more`, look: "mixed", own: rest }];
}

function single(cell: CellIndex, header: Header): Part {
  const look = TONES[cellKind(...cell, header.background)];
  return { text: cellWords(...cell, header), look, own: [cell] };
}

/** A whole row or column of the matrix in words. */
function lineParts(selected: Cells, side: 0 | 1, header: Header): Part[] {
  return wholeLines(selected, side, header.order.length).map(({ line, cells: own, isErrorsOnly }) => {
    const name = `${side === 0 ? "actual" : "predicted"} ${isolated(header.classes[line] ?? "")}`;
    const text = `${name}${isErrorsOnly ? " but wrong" : ""}, ${counted(own.length, "cells")}`;
    return { text, look: "mixed", own };
  });
}
