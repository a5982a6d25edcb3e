/** Zooming a matrix whose cells have no room for digits. */

import type { ReadonlySignal, Signal } from "@preact/signals-core";
import { clamped } from "../../engine/numbers";
import { button, el, on } from "../../ui/dom";
import { watch } from "../../ui/effect";
import { isCtrl } from "../../ui/keys";
import { type Geometry, MAX_CELL } from "../model/geometry";

const STEP = 1.5;
/** Cells this large need no zoom. */
const ENOUGH = 20;
/** From an overview the first step leads to where names can be read. */
const READABLE = 13;

export interface Zoom {
  /** Make cells larger or smaller by a factor; what is at a point of the page stays there. */
  readonly by: (factor: number, clientX: number, clientY: number) => void;
  /** Bring the cell of a class with itself into the middle, large enough to be read. */
  readonly show: (line: number) => void;
  /** Hidden where cells are large enough. */
  readonly node: HTMLElement;
}

function build() {
  const smaller = button({ "aria-label": "Zoom out" }, "−");
  const larger = button({ "aria-label": "Zoom in" }, "+");
  const whole = button({ class: "quiet" }, "whole");
  const hint = "ctrl-scroll zooms, alt-drag moves";
  const node = el("div.zoom", { role: "group", "aria-label": "Zoom of the matrix" }, smaller, larger, whole, hint);
  return { node, smaller, larger, whole };
}

export function zoomControl(
  geometry: ReadonlySignal<Geometry>,
  zoom: Signal<number>,
  scroller: HTMLElement,
  lifetime: AbortSignal,
): Zoom {
  const { node, smaller, larger, whole } = build();
  /** Keep what is at (x, y) of the visible part in its place. */
  const to = (cell: number, x: number, y: number) => {
    const before = geometry.peek();
    const column = (scroller.scrollLeft + x - before.gutter) / before.cell;
    const row = (scroller.scrollTop + y - before.head) / before.cell;
    zoom.value = cell <= before.fit ? 0 : Math.min(cell, MAX_CELL);
    const after = geometry.peek();
    scroller.scrollTo(column * after.cell - x + after.gutter, row * after.cell - y + after.head);
  };
  const by = (factor: number, clientX: number, clientY: number) => {
    const box = scroller.getBoundingClientRect();
    to((zoom.peek() || geometry.peek().fit) * factor, clientX - box.left, clientY - box.top);
  };
  const middle = (cell: number) => to(cell, scroller.clientWidth / 2, scroller.clientHeight / 2);
  on(smaller, "click", () => middle(Math.round(geometry.peek().cell / STEP)), lifetime);
  on(larger, "click", () => middle(Math.max(Math.round(geometry.peek().cell * STEP), READABLE)), lifetime);
  on(whole, "click", () => middle(0), lifetime);
  // A plain wheel scrolls the page: only with ctrl or cmd, as a pinch on a touchpad arrives, it is meant for the matrix.
  const wheel = (event: WheelEvent) => {
    if (!isCtrl(event) || node.hidden) return;
    event.preventDefault();
    // Some browsers count lines, not pixels.
    const way = clamped(event.deltaY * (event.deltaMode ? 33 : 1), -50, 50);
    by(Math.exp(-way / 100), event.clientX, event.clientY);
  };
  on(scroller, "wheel", wheel, lifetime, { passive: false });
  watch(lifetime, () => {
    const { cell, fit } = geometry.value;
    node.hidden = fit >= ENOUGH;
    smaller.disabled = zoom.value === 0;
    larger.disabled = cell >= MAX_CELL;
    whole.hidden = zoom.value === 0;
  });
  return {
    by,
    show(line) {
      if (geometry.peek().cell < ENOUGH) zoom.value = ENOUGH;
      const { cell, gutter, head } = geometry.peek();
      const middle = (line + 0.5) * cell;
      const { clientWidth, clientHeight } = scroller;
      scroller.scrollTo(middle - (clientWidth - gutter) / 2, middle - (clientHeight - head) / 2);
    },
    node,
  };
}
