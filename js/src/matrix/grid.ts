/** The matrix as elements: up to some sixty classes, each cell one that assistive tools can read. */

import { el, set, setText, style } from "../ui/dom";
import { type Geometry, MIN_TEXT_CELL, SEAMED_CELL, shownNames } from "./geometry";
import { type Drawn, gridNode, isBackgroundLine, noMarks, type Painter, roomIn } from "./painter";
import { labelOf, lineName, type Place, type Table, textOf, wholeAt } from "./table";

/** `names` are the classes in display order; other classes need another grid. */
export function gridPainter(names: readonly string[]): Painter {
  const size = names.length;
  const heads = names.map((name) => headerNode("columnheader", name));
  const sides = names.map((name) => headerNode("rowheader", name));
  const cells = names.flatMap(() => names.map(() => el("div", { role: "gridcell", "aria-selected": false })));
  const rows = sides.map((side, row) =>
    el("div", { role: "row", class: "row" }, side, ...cells.slice(row * size, (row + 1) * size)),
  );
  const head = el(
    "div",
    { role: "row", class: "row head" },
    el("div", { class: "corner", "aria-hidden": true }),
    ...heads,
  );
  const node = gridNode("grid", head, ...rows);
  let drawn: Drawn | undefined;
  let marked = noMarks(size);
  let stopAt: HTMLElement | undefined;

  const elementAt = ({ row, column }: Place) =>
    row < 0 ? heads[column] : column < 0 ? sides[row] : cells[row * size + column];
  const markNames = () => {
    if (!drawn) return;
    markLine(sides, marked.rows, marked.near?.row ?? -1, drawn.geometry);
    markLine(heads, marked.columns, marked.near?.column ?? -1, drawn.geometry);
  };
  return {
    node,
    cells(table, geometry, palette) {
      const before = drawn;
      drawn = { table, geometry, palette };
      if (before?.geometry !== geometry) arrange(node, table, geometry, heads);
      const now = drawn;
      cells.forEach((cell, i) => {
        drawCell(cell, i, now, before);
      });
      markNames();
    },
    marks(marks) {
      cells.forEach((cell, i) => {
        if (marked.selected[i] !== marks.selected[i]) set(cell, { "aria-selected": marks.selected[i] === 1 });
      });
      marked = marks;
      markNames();
    },
    stop(place, isFocused) {
      const next = elementAt(place);
      if (next !== stopAt) stopAt?.removeAttribute("tabindex");
      next?.setAttribute("tabindex", "0");
      stopAt = next;
      if (isFocused) next?.focus({ preventScroll: true });
    },
    placeOf(target) {
      const own = target.closest<HTMLElement>("[role=gridcell], [role=columnheader], [role=rowheader]");
      if (!own) return undefined;
      const cell = cells.indexOf(own as HTMLDivElement);
      if (cell >= 0) return { row: Math.floor(cell / size), column: cell % size };
      const row = sides.indexOf(own);
      return row >= 0 ? { row, column: -1 } : { row: -1, column: heads.indexOf(own) };
    },
  };
}

function headerNode(role: "columnheader" | "rowheader", name: string): HTMLElement {
  return el("div", { role, "aria-label": lineName(name, role === "rowheader") }, el("span", {}, name));
}

/** Cells whose number, text and colour stay are not touched: a threshold is dragged at 60 frames. */
function drawCell(cell: HTMLElement, i: number, now: Drawn, before: Drawn | undefined): void {
  const { table, geometry, palette } = now;
  const shade = table.shades[i] ?? 0;
  if (before?.palette !== palette || before.table.shades[i] !== shade) {
    cell.style.backgroundColor = palette.fill[shade] ?? "";
    cell.style.color = palette.text[shade] ?? "";
  }
  const isSame =
    before?.table.by === table.by &&
    before.table.isDiagonalShown === table.isDiagonalShown &&
    before.geometry.cell === geometry.cell &&
    Object.is(before.table.counts[i], table.counts[i]) &&
    Object.is(before.table.values[i], table.values[i]) &&
    wholeAt(before.table, i) === wholeAt(table, i);
  if (isSame) return;
  setText(cell, textOf(table, i, geometry.cell < MIN_TEXT_CELL ? 0 : roomIn(geometry.cell)));
  cell.ariaLabel = labelOf(table, i);
}

function arrange(node: HTMLElement, table: Table, geometry: Geometry, heads: readonly HTMLElement[]): void {
  const { cell, gutter, head, size, upright, overhang, lean } = geometry;
  style(node, {
    width: `${gutter + size * cell + overhang}px`,
    "--cell": `${cell}px`,
    "--head": `${head}px`,
    "--lean": `${lean}px`,
    "--seam": cell < SEAMED_CELL ? "0px" : "1px",
  });
  set(node, { "data-dense": cell < MIN_TEXT_CELL, "data-background": isBackgroundLine(table) });
  heads.forEach((name, i) => {
    set(name, { "data-upright": upright[i], "data-lying": overhang > 0 && i === size - 1 });
  });
}

function markLine(nodes: readonly HTMLElement[], hot: ReadonlySet<number>, near: number, geometry: Geometry): void {
  const shown = shownNames(nodes.length, geometry.cell, near < 0 ? hot : new Set([near, ...hot]));
  nodes.forEach((node, i) => {
    node.className = hot.has(i) ? "hot" : i === near ? "near" : "";
    node.classList.toggle("out", !shown[i]);
  });
}
