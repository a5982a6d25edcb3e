/**
 * The matrix beyond some sixty classes: a canvas draws what is in sight, and a few transparent
 * elements around the tab stop stand for their cells, so that keys and screen readers still work.
 */

import { range } from "../../engine/numbers";
import { el, fill, set, style } from "../../ui/dom";
import { atEnd } from "../../ui/effect";
import { hasFocus } from "../../ui/focus";
import { wholeSize } from "../model/frame";
import { boxOf, boxStyle, scrolled } from "../model/geometry";
import { type Marks, NO_MARKS } from "../model/marks";
import { fontOf } from "../model/measure";
import { FIRST, isSamePlace, type Place } from "../model/table";
import { labelOf, lineName } from "../model/words";
import { type Drawn, type Grid, gridNode } from "./grid";
import { createImage } from "./image";
import { paint, type Scene } from "./paint";

/** Cells on each side of the tab stop that are there as elements. */
const REACH = 2;

/** `scroller` holds the node and scrolls it. */
export function canvasGrid(scroller: HTMLElement, signal: AbortSignal): Grid {
  const canvas = el("canvas", { "aria-hidden": true });
  const around = el("div.around", { role: "rowgroup" });
  const node = gridNode("canvas-grid", canvas, around);
  let drawn: Drawn | undefined;
  let marked = NO_MARKS;
  let tabStop = FIRST;
  let frame = 0;

  const imageOf = createImage();
  const draw = () => {
    frame = 0;
    if (drawn)
      paintVisible(canvas, { ...drawn, marks: marked, font: fontOf(node), imageOf, scroll: scrolled(scroller) });
  };
  const schedule = () => {
    frame ||= requestAnimationFrame(draw);
  };
  const focusTabStop = () => around.querySelector<HTMLElement>("[tabindex]")?.focus({ preventScroll: true });
  /** Where the cells are in sight now. */
  const placeAround = () => {
    if (!drawn) return;
    const { geometry } = drawn;
    const scroll = scrolled(scroller);
    for (const own of around.querySelectorAll<HTMLElement>("[aria-colindex]")) {
      own.style.cssText = boxStyle(boxOf(geometry, placeOf(own), scroll));
    }
  };
  /** Replacing the focused element must not lose the focus to the page. */
  const fillAround = () => {
    const isFocused = hasFocus(around);
    if (drawn) fill(around, windowRows(drawn, marked, tabStop));
    placeAround();
    if (isFocused) focusTabStop();
  };
  atEnd(signal, () => cancelAnimationFrame(frame));
  return {
    node,
    draw(now) {
      const isFirst = !drawn;
      drawn = now;
      const { size } = now.geometry;
      const [width, height] = wholeSize(now.geometry);
      style(node, { width: `${width}px`, height: `${height}px` });
      set(node, { "aria-rowcount": size + 1, "aria-colcount": size + 1 });
      if (isFirst) draw();
      else schedule();
      fillAround();
    },
    mark(marks) {
      const isSame = marks.selected === marked.selected;
      marked = marks;
      schedule();
      if (!isSame) fillAround();
    },
    setTabStop(place, isFocused) {
      tabStop = place;
      fillAround();
      if (isFocused) focusTabStop();
    },
    placeOf(target) {
      const own = target.closest("[aria-colindex]");
      return own ? placeOf(own) : undefined;
    },
    scroll() {
      schedule();
      placeAround();
    },
  };
}

function placeOf(standIn: Element): Place {
  return { row: Number(standIn.parentElement?.ariaRowIndex) - 2, column: Number(standIn.ariaColIndex) - 2 };
}

/** The part that is scrolled into sight, at the size and density of the screen. */
function paintVisible(canvas: HTMLCanvasElement, scene: Omit<Scene, "density">): void {
  const pen = canvas.getContext("2d");
  if (!pen) return;
  const { width, height } = scene.geometry;
  const density = globalThis.devicePixelRatio || 1;
  const [across, down] = [Math.round(width * density), Math.round(height * density)];
  if (canvas.width !== across) canvas.width = across;
  if (canvas.height !== down) canvas.height = down;
  canvas.style.cssText = `width:${width}px;height:${height}px`;
  pen.setTransform(density, 0, 0, density, 0, 0);
  paint(pen, { ...scene, density });
}

function windowRows(drawn: Drawn, marks: Marks, tabStop: Place): HTMLElement[] {
  const { size } = drawn.geometry;
  return linesAround(tabStop.row, size).map((row) =>
    el(
      "div",
      { role: "row", "aria-rowindex": row + 2 },
      ...linesAround(tabStop.column, size)
        .filter((column) => row >= 0 || column >= 0)
        .map((column) => standIn(drawn, marks, { row, column }, isSamePlace({ row, column }, tabStop))),
    ),
  );
}

function linesAround(center: number, size: number): number[] {
  return range(Math.max(-1, center - REACH), Math.min(size - 1, center + REACH));
}

function standIn({ table }: Drawn, marks: Marks, { row, column }: Place, isTabStop: boolean): HTMLElement {
  const isHeader = row < 0 || column < 0;
  const name = lineName(table.names[Math.max(row, column)] ?? "", column < 0);
  const says = {
    role: row < 0 ? "columnheader" : column < 0 ? "rowheader" : "gridcell",
    "aria-label": isHeader ? name : labelOf(table, row * table.size + column),
    "aria-selected": isHeader ? null : marks.selected.has(row * table.size + column),
    "aria-colindex": column + 2,
    tabindex: isTabStop ? 0 : null,
  };
  return el("div", says, isHeader && el("span", {}, name));
}
