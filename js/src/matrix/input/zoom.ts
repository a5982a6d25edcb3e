/** Zooming a matrix whose cells have no room for digits. */

import type { ReadonlySignal, Signal } from "@preact/signals-core";
import { button, el, on, set } from "../../ui/dom";
import { watch } from "../../ui/effect";
import { type Pixel, pixelOf, wheelFactor } from "../../ui/hands";
import { isCtrl } from "../../ui/keys";
import { MAX_CELL } from "../model/frame";
import { axisOf, type Geometry, UNSCROLLED } from "../model/geometry";

const STEP = 1.5;
/** Cells this large need no zoom. */
const ENOUGH = 20;
/** From an overview the first step leads to where names can be read. */
const READABLE = 13;
/** The corner between the names holds the buttons from this size on; else they stand below. */
const CORNER = { width: 54, height: 56 };

export interface Zoom {
  /** Make cells larger or smaller by a factor; what is at a point of the visible part stays there. */
  readonly by: (factor: number, about: Pixel) => void;
  /** Bring the cell of a class with itself into the middle, large enough to be read. */
  readonly show: (line: number) => void;
  /** What the buttons and their keys do. */
  readonly larger: () => void;
  readonly smaller: () => void;
  readonly whole: () => void;
  /** Hidden where cells are large enough. */
  readonly node: HTMLElement;
}

const HINT = "Ctrl and the wheel zoom; a drag moves, with shift it selects a block";

function build() {
  const smaller = button({ "aria-label": "Zoom out", title: "Zoom out (−)" }, "−");
  const larger = button({ "aria-label": "Zoom in", title: `Zoom in (+). ${HINT}` }, "+");
  const whole = button({ class: "quiet", title: "The whole matrix (0)" }, "whole");
  const node = el("div.zoom", { role: "group", "aria-label": "Zoom of the matrix" }, smaller, larger, whole);
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
  const by = (factor: number, [x, y]: Pixel) => to((zoom.peek() || geometry.peek().fit) * factor, x, y);
  const middle = (cell: number) => to(cell, scroller.clientWidth / 2, scroller.clientHeight / 2);
  const change = {
    smaller: () => middle(Math.round(geometry.peek().cell / STEP)),
    larger: () => middle(Math.max(Math.round(geometry.peek().cell * STEP), READABLE)),
    whole: () => middle(0),
  };
  on(smaller, "click", change.smaller, lifetime);
  on(larger, "click", change.larger, lifetime);
  on(whole, "click", change.whole, lifetime);
  // A plain wheel scrolls the page: only with ctrl or cmd, as a pinch on a touchpad arrives, it is meant for the matrix.
  const wheel = (event: WheelEvent) => {
    if (!isCtrl(event) || node.hidden) return;
    event.preventDefault();
    by(wheelFactor(event), pixelOf(scroller, event));
  };
  on(scroller, "wheel", wheel, lifetime, { passive: false });
  watch(lifetime, () => {
    const { cell, fit, gutter, head } = geometry.value;
    node.hidden = fit >= ENOUGH;
    set(node, { "data-corner": gutter >= CORNER.width && head >= CORNER.height });
    smaller.disabled = zoom.value === 0;
    larger.disabled = cell >= MAX_CELL;
    whole.hidden = zoom.value === 0;
  });
  return {
    by,
    show(line) {
      if (geometry.peek().cell < ENOUGH) zoom.value = ENOUGH;
      const now = geometry.peek();
      const start = (isRows: boolean) => (line + 0.5) * now.cell - axisOf(now, UNSCROLLED, isRows).room / 2;
      scroller.scrollTo(start(false), start(true));
    },
    ...change,
    node,
  };
}
