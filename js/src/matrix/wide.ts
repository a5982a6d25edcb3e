/**
 * The matrix beyond some sixty classes: a canvas draws what is in sight, and a few transparent
 * elements around the tab stop stand for their cells, so that keys and screen readers still work.
 */

import { el, fill, set } from "../ui/dom";
import type { Geometry } from "./geometry";
import { paint } from "./paint";
import type { Marks, Painter } from "./painter";
import type { Palette } from "./palette";
import { labelOf, type Place, type Table } from "./table";

interface Drawn {
  readonly table: Table;
  readonly geometry: Geometry;
  readonly palette: Palette;
}

/** Cells on each side of the tab stop that are there as elements. */
const REACH = 2;

/** `scroller` holds the node and scrolls it. */
export function canvasPainter(scroller: HTMLElement, signal: AbortSignal): Painter {
  const canvas = el("canvas", { "aria-hidden": true });
  const around = el("div", { class: "around", role: "rowgroup" });
  const node = el(
    "div",
    { role: "grid", class: "wide", "aria-label": "Confusion matrix", "aria-multiselectable": true },
    canvas,
    around,
  );
  let drawn: Drawn | undefined;
  let marked: Marks = { selected: new Uint8Array(0), rows: new Set(), columns: new Set(), near: null };
  let stopAt: Place = { row: 0, column: 0 };
  let frame = 0;

  const draw = () => {
    frame = 0;
    const pen = canvas.getContext("2d");
    if (!drawn || !pen) return;
    const { width, height } = drawn.geometry;
    const density = globalThis.devicePixelRatio || 1;
    canvas.width = Math.round(width * density);
    canvas.height = Math.round(height * density);
    canvas.style.cssText = `width:${width}px;height:${height}px`;
    pen.scale(density, density);
    const scroll = { left: scroller.scrollLeft, top: scroller.scrollTop };
    paint(pen, { ...drawn, marks: marked, scroll, font: getComputedStyle(node).fontFamily });
  };
  const schedule = () => {
    frame ||= requestAnimationFrame(draw);
  };
  const stand = () => {
    if (drawn) fill(around, windowRows(drawn, marked, stopAt));
  };
  scroller.addEventListener("scroll", schedule, { signal, passive: true });
  signal.addEventListener("abort", () => cancelAnimationFrame(frame));
  return {
    node,
    cells(table, geometry, palette) {
      drawn = { table, geometry, palette };
      const { size, cell, gutter, head } = geometry;
      node.style.width = `${gutter + size * cell}px`;
      node.style.height = `${head + size * cell}px`;
      set(node, { "aria-rowcount": size + 1, "aria-colcount": size + 1 });
      schedule();
      keepFocus(node, stand);
    },
    marks(marks) {
      marked = marks;
      schedule();
      keepFocus(node, stand);
    },
    stop(place, isFocused) {
      stopAt = place;
      keepFocus(node, stand);
      if (isFocused) around.querySelector<HTMLElement>("[tabindex]")?.focus({ preventScroll: true });
    },
    placeOf(target) {
      const own = target.closest<HTMLElement>("[data-row]");
      return own ? { row: Number(own.dataset["row"]), column: Number(own.dataset["column"]) } : undefined;
    },
  };
}

/** Replacing the focused element must not lose the focus to the page. */
function keepFocus(node: HTMLElement, replace: () => void): void {
  const root = node.getRootNode() as ShadowRoot | Document;
  const isFocused = node.contains(root.activeElement);
  replace();
  if (isFocused) node.querySelector<HTMLElement>("[tabindex]")?.focus({ preventScroll: true });
}

function windowRows(drawn: Drawn, marks: Marks, stop: Place): HTMLElement[] {
  const { size } = drawn.geometry;
  return near(stop.row, size).map((row) =>
    el(
      "div",
      { role: "row", "aria-rowindex": row + 2 },
      ...near(stop.column, size)
        .filter((column) => row >= 0 || column >= 0)
        .map((column) => standIn(drawn, marks, { row, column }, row === stop.row && column === stop.column)),
    ),
  );
}

function near(center: number, size: number): number[] {
  const first = Math.max(-1, center - REACH);
  const last = Math.min(size - 1, center + REACH);
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

function standIn({ table, geometry }: Drawn, marks: Marks, place: Place, isStop: boolean): HTMLElement {
  const { row, column } = place;
  const { cell, gutter, head, size } = geometry;
  const isHeader = row < 0 || column < 0;
  const name = row < 0 ? `predicted ${table.names[column]}` : `actual ${table.names[row]}`;
  const node = el("div", {
    role: row < 0 ? "columnheader" : column < 0 ? "rowheader" : "gridcell",
    "aria-label": isHeader ? name : labelOf(table, place),
    "aria-selected": isHeader ? null : marks.selected[row * size + column] === 1,
    "aria-colindex": column + 2,
    "data-row": row,
    "data-column": column,
    tabindex: isStop ? 0 : null,
  });
  const left = column < 0 ? 0 : gutter + column * cell;
  const top = row < 0 ? 0 : head + row * cell;
  node.style.cssText = `left:${left}px;top:${top}px;width:${column < 0 ? gutter : cell}px;height:${row < 0 ? head : cell}px`;
  return node;
}
