/** The matrix as elements: up to some sixty classes, each cell one that assistive tools can read. */

import { el, set, setText, style } from "../../ui/dom";
import { wholeSize } from "../model/frame";
import { axisOf, DENSE_CELL, type Geometry, lineBox, type Scroll, SEAMED_CELL, scrolled } from "../model/geometry";
import { highlightedLines, NO_MARKS } from "../model/marks";
import { placedNames } from "../model/names";
import { MINUS } from "../model/numbers";
import { isSameCell, type Place, textOf } from "../model/table";
import { labelOf, lineName } from "../model/words";
import { type Drawn, type Grid, gridNode } from "./grid";

/** `names` are the classes in display order; other classes need another grid. `scroller` will hold it. */
export function elementGrid(names: readonly string[], scroller: Element): Grid {
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
    const scroll = scrolled(scroller);
    markLine(sides, true, marked.rows, highlightedLines(marked, true), drawn.geometry, scroll);
    markLine(heads, false, marked.columns, highlightedLines(marked, false), drawn.geometry, scroll);
  };
  return {
    node,
    draw(now) {
      const before = drawn;
      drawn = now;
      if (before?.geometry !== now.geometry || before.numbers !== now.numbers) arrange(node, now);
      cells.forEach((cell, i) => {
        drawCell(cell, i, now, before);
        colour(cell, i, now, marked.selected.has(i), before && marked.selected.has(i), before);
      });
      markNames();
    },
    mark(marks) {
      const before = marked;
      marked = marks;
      markNames();
      if (marks.selected === before.selected) return;
      cells.forEach((cell, i) => {
        const isSelected = marks.selected.has(i);
        if (before.selected.has(i) === isSelected) return;
        set(cell, { "aria-selected": isSelected });
        if (drawn) colour(cell, i, drawn, isSelected, !isSelected, drawn);
      });
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
    scroll: markNames,
  };
}

function headerNode(role: "columnheader" | "rowheader", name: string): HTMLElement {
  return el("div", { role, "aria-label": lineName(name, role === "rowheader") }, el("span", {}, name));
}

/** Cells whose number and text stay are not touched: a threshold is dragged at 60 frames. */
function drawCell(cell: HTMLElement, i: number, now: Drawn, before: Drawn | undefined): void {
  const { table, numbers } = now;
  const isSame =
    before?.table.by === table.by &&
    before.table.isDiagonalShown === table.isDiagonalShown &&
    before.numbers.form === numbers.form &&
    isSameCell(before.table, table, i);
  if (isSame) return;
  const [text, label] = [textOf(table, i, numbers.form), labelOf(table, i)];
  // What one sees is part of the name, or who speaks to the computer could not say it.
  const isSaid = text === "" || label.split(/[\s,]+/).includes(text.replace(MINUS, "-"));
  cell.ariaLabel = isSaid ? label : `${label}, written ${text}`;
  setText(cell, text);
}

/** Paint a cell unless it has its colours already. */
function colour(
  cell: HTMLElement,
  i: number,
  { table, palette }: Drawn,
  isSelected: boolean,
  wasSelected: boolean | undefined,
  before: Drawn | undefined,
): void {
  const shade = table.shades[i] ?? 0;
  if (before?.palette === palette && before.table.shades[i] === shade && wasSelected === isSelected) return;
  const { fill, text } = isSelected ? palette.selected : palette;
  cell.style.backgroundColor = fill[shade] ?? "";
  cell.style.color = text[shade] ?? "";
}

function arrange(node: HTMLElement, { geometry, numbers }: Drawn): void {
  const { cell, gutter, head, gap, rim, size, inner, isSlanted, overhang, lean } = geometry;
  const [width, height] = wholeSize(geometry);
  style(node, {
    width: `${width}px`,
    "--all": `${height}px`,
    "--cell": `${cell}px`,
    "--rim": `${rim}px`,
    "--gap": `${gap}px`,
    "--head": `${head}px`,
    "--gutter": `${gutter}px`,
    "--overhang": `${overhang}px`,
    "--lean": `${lean}px`,
    "--seam": cell < SEAMED_CELL ? "0px" : "1px",
    "--name": `${geometry.nameSize}px`,
    "--row-name": `${geometry.rowName}px`,
    "--column-name": `${geometry.columnName}px`,
    "--digits": `${numbers.size}px`,
  });
  set(node, { "data-dense": cell < DENSE_CELL, "data-background": size > inner, "data-slanted": isSlanted });
}

/** Put the names of rows or columns where they have room, and hide the others. */
function markLine(
  nodes: readonly HTMLElement[],
  isRows: boolean,
  bold: ReadonlySet<number>,
  highlighted: readonly number[],
  geometry: Geometry,
  scroll: Scroll,
): void {
  const axis = axisOf(geometry, scroll, isRows);
  const placed = placedNames(geometry, axis, isRows, [...highlighted, ...bold]);
  nodes.forEach((node, i) => {
    const middle = placed.get(i);
    const { at, thick } = lineBox(geometry, axis, i);
    const shift = axis.start + (middle ?? 0) - at - thick / 2;
    node.className = bold.has(i) ? "bold" : highlighted.includes(i) ? "highlighted" : "";
    node.classList.toggle("out", middle === undefined);
    if (node.firstElementChild instanceof HTMLElement) {
      const isShifted = middle !== undefined && Math.abs(shift) > 0.1;
      node.firstElementChild.style.translate = isShifted ? (isRows ? `0 ${shift}px` : `${shift}px`) : "";
    }
  });
}
