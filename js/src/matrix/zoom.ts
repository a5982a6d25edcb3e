/** Zooming a matrix whose cells have no room for digits. */

import type { ReadonlySignal, Signal } from "@preact/signals-core";
import { button, el, on } from "../ui/dom";
import { watch } from "../ui/effect";
import { isCtrl } from "../ui/keys";
import { type Geometry, MAX_CELL } from "./geometry";

const STEP = 1.5;
/** Cells this large need no zoom. */
const ENOUGH = 20;
/** From an overview the first step leads to where names can be read. */
const READABLE = 13;

export function zoomControl(
  geometry: ReadonlySignal<Geometry>,
  zoom: Signal<number>,
  scroller: HTMLElement,
  lifetime: AbortSignal,
): HTMLElement {
  const smaller = button({ "aria-label": "Zoom out" }, "−");
  const larger = button({ "aria-label": "Zoom in" }, "+");
  const whole = button({ class: "quiet" }, "whole");
  const node = el("div", { class: "zoom", role: "group", "aria-label": "Zoom of the matrix" }, smaller, larger, whole);
  let fit = 0;

  /** Keep the cell at (x, y) of the visible part in its place. */
  const to = (cell: number, x: number, y: number) => {
    const before = geometry.peek();
    const column = (scroller.scrollLeft + x - before.gutter) / before.cell;
    const row = (scroller.scrollTop + y - before.head) / before.cell;
    zoom.value = cell <= fit ? 0 : Math.min(cell, MAX_CELL);
    const after = geometry.peek();
    scroller.scrollTo(column * after.cell - x + after.gutter, row * after.cell - y + after.head);
  };
  const middle = (cell: number) => to(cell, scroller.clientWidth / 2, scroller.clientHeight / 2);
  const grown = () => Math.max(Math.round(geometry.peek().cell * STEP), READABLE);
  const shrunk = () => Math.round(geometry.peek().cell / STEP);
  on(smaller, "click", () => middle(shrunk()), lifetime);
  on(larger, "click", () => middle(grown()), lifetime);
  on(whole, "click", () => middle(0), lifetime);
  // A plain wheel scrolls the page: only with ctrl or cmd it is meant for the matrix.
  const wheel = (event: WheelEvent) => {
    if (!isCtrl(event) || node.hidden) return;
    event.preventDefault();
    const box = scroller.getBoundingClientRect();
    to(event.deltaY < 0 ? grown() : shrunk(), event.clientX - box.left, event.clientY - box.top);
  };
  on(scroller, "wheel", wheel, lifetime, { passive: false });
  watch(lifetime, () => {
    const { cell } = geometry.value;
    if (zoom.value === 0) fit = cell;
    node.hidden = fit >= ENOUGH;
    smaller.disabled = zoom.value === 0;
    larger.disabled = cell >= MAX_CELL;
    whole.hidden = zoom.value === 0;
  });
  return node;
}
