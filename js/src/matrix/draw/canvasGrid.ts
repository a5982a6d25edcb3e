/**
 * The matrix beyond some sixty classes: a canvas draws what is in sight, and a few transparent
 * elements around the tab stop stand for their cells, so that keys and screen readers still work.
 */

import { range } from "../../engine/numbers";
import { el, fill, set, style } from "../../ui/dom";
import { atEnd } from "../../ui/effect";
import { hasFocus } from "../../ui/focus";
import { boxStyle, scrolled } from "../model/geometry";
import { type Marks, NO_MARKS } from "../model/marks";
import { fontOf } from "../model/measure";
import type { StillScene } from "../model/model";
import { FIRST, isSamePlace, labelOf, lineName, type Place } from "../model/table";
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
    if (drawn) paintVisible(canvas, scroller, { ...drawn, marks: marked, font: fontOf(node), imageOf });
  };
  const schedule = () => {
    frame ||= requestAnimationFrame(draw);
  };
  const focusTabStop = () => around.querySelector<HTMLElement>("[tabindex]")?.focus({ preventScroll: true });
  /** Replacing the focused element must not lose the focus to the page. */
  const fillAround = () => {
    const isFocused = hasFocus(around);
    if (drawn) fill(around, windowRows(drawn, marked, tabStop));
    if (isFocused) focusTabStop();
  };
  scroller.addEventListener("scroll", schedule, { signal, passive: true });
  atEnd(signal, () => cancelAnimationFrame(frame));
  return {
    node,
    draw(now) {
      drawn = now;
      const { size, cell, gutter, head, overhang } = now.geometry;
      style(node, { width: `${gutter + size * cell + overhang}px`, height: `${head + size * cell}px` });
      set(node, { "aria-rowcount": size + 1, "aria-colcount": size + 1 });
      schedule();
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
      return own
        ? { row: Number(own.parentElement?.ariaRowIndex) - 2, column: Number(own.ariaColIndex) - 2 }
        : undefined;
    },
  };
}

/** The part that is scrolled into sight, at the size and density of the screen. */
function paintVisible(
  canvas: HTMLCanvasElement,
  scroller: HTMLElement,
  scene: StillScene & Pick<Scene, "imageOf">,
): void {
  const pen = canvas.getContext("2d");
  if (!pen) return;
  // Without the scroll bars: no name may lie below them.
  const [width, height] = [scroller.clientWidth, scroller.clientHeight];
  const density = globalThis.devicePixelRatio || 1;
  const [across, down] = [Math.round(width * density), Math.round(height * density)];
  if (canvas.width !== across) canvas.width = across;
  if (canvas.height !== down) canvas.height = down;
  canvas.style.cssText = `width:${width}px;height:${height}px`;
  pen.setTransform(density, 0, 0, density, 0, 0);
  paint(pen, { ...scene, geometry: { ...scene.geometry, width, height }, scroll: scrolled(scroller), density });
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

function standIn({ table, geometry }: Drawn, marks: Marks, { row, column }: Place, isTabStop: boolean): HTMLElement {
  const { cell, gutter, head, size } = geometry;
  const isHeader = row < 0 || column < 0;
  const name = lineName(table.names[Math.max(row, column)] ?? "", column < 0);
  const node = el("div", {
    role: row < 0 ? "columnheader" : column < 0 ? "rowheader" : "gridcell",
    "aria-label": isHeader ? name : labelOf(table, row * size + column),
    "aria-selected": isHeader ? null : marks.selected.has(row * size + column),
    "aria-colindex": column + 2,
    tabindex: isTabStop ? 0 : null,
  });
  const left = column < 0 ? 0 : gutter + column * cell;
  const top = row < 0 ? 0 : head + row * cell;
  node.style.cssText = boxStyle(left, top, column < 0 ? gutter : cell, row < 0 ? head : cell);
  return node;
}
