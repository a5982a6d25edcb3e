/** The matrix as elements: up to some sixty classes, each cell one that assistive tools can read. */

import { el, set, setText, style } from "../../ui/dom";
import { type Geometry, MIN_TEXT_CELL, SEAMED_CELL } from "../model/geometry";
import { highlightedLines, NO_MARKS } from "../model/marks";
import { placedNames } from "../model/names";
import { countAt, denominatorAt, labelOf, lineName, type Place, type Table, textOf } from "../model/table";
import { type Drawn, type Grid, gridNode, isBackgroundLine, roomIn } from "./grid";

/** `names` are the classes in display order; other classes need another grid. */
export function elementGrid(names: readonly string[]): Grid {
  const size = names.length;
  const heads = names.map((name) => headerNode("columnheader", name));
  const sides = names.map((name) => headerNode("rowheader", name));
  const cells = names.flatMap(() => names.map(() => el("div", { role: "gridcell", "aria-selected": false })));
  const rows = sides.map((side, row) =>
    el("div.row", { role: "row" }, side, ...cells.slice(row * size, (row + 1) * size)),
  );
  const head = el("div.row.head", { role: "row" }, el("div.corner", { "aria-hidden": true }), ...heads);
  const node = gridNode("grid", head, ...rows);
  let drawn: Drawn | undefined;
  let marked = NO_MARKS;
  let tabStop: HTMLElement | undefined;

  const elementAt = ({ row, column }: Place) =>
    row < 0 ? heads[column] : column < 0 ? sides[row] : cells[row * size + column];
  const markNames = () => {
    if (!drawn) return;
    markLine(sides, marked.rows, highlightedLines(marked, true), drawn.geometry, "0 ");
    markLine(heads, marked.columns, highlightedLines(marked, false), drawn.geometry, "");
  };
  return {
    node,
    draw(now) {
      const before = drawn;
      drawn = now;
      if (before?.geometry !== now.geometry) arrange(node, now.table, now.geometry, heads);
      cells.forEach((cell, i) => {
        drawCell(cell, i, now, before);
      });
      markNames();
    },
    mark(marks) {
      cells.forEach((cell, i) => {
        const isSelected = marks.selected.has(i);
        if (marked.selected.has(i) !== isSelected) set(cell, { "aria-selected": isSelected });
      });
      marked = marks;
      markNames();
    },
    setTabStop(place, isFocused) {
      const next = elementAt(place);
      if (next !== tabStop) tabStop?.removeAttribute("tabindex");
      next?.setAttribute("tabindex", "0");
      tabStop = next;
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
    countAt(before.table, i) === countAt(table, i) &&
    denominatorAt(before.table, i) === denominatorAt(table, i);
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

/** `across` stands before a shift along the line of names. */
function markLine(
  nodes: readonly HTMLElement[],
  bold: ReadonlySet<number>,
  highlighted: readonly number[],
  { size, cell }: Geometry,
  across: string,
): void {
  const placed = placedNames({ size, cell }, 0, size * cell, [...highlighted, ...bold]);
  nodes.forEach((node, i) => {
    const middle = placed.get(i);
    const shift = (middle ?? 0) - (i + 0.5) * cell;
    node.className = bold.has(i) ? "bold" : highlighted.includes(i) ? "highlighted" : "";
    node.classList.toggle("out", middle === undefined);
    if (node.firstElementChild instanceof HTMLElement) {
      node.firstElementChild.style.translate =
        middle !== undefined && Math.abs(shift) > 0.1 ? `${across}${shift}px` : "";
    }
  });
}
