/** The grid of the matrix: a canvas draws what is in sight, and elements stand in for its cells and names. */

import { el, set, style } from "../../ui/dom";
import { atEnd } from "../../ui/effect";
import { wholeSize } from "../model/frame";
import { scrolled } from "../model/geometry";
import { type Marks, NO_MARKS } from "../model/marks";
import { fontOf } from "../model/measure";
import type { Place } from "../model/table";
import { createImage } from "./image";
import { paint, type Scene } from "./paint";
import { createStandIns, type Drawn, placeOf } from "./standIns";

export interface Grid {
  readonly node: HTMLElement;
  draw(drawn: Drawn): void;
  mark(marks: Marks): void;
  /** Make `place` the one tab stop, and give it the focus if asked. */
  setTabStop(place: Place, isFocused: boolean): void;
  /** The place that an element inside stands for. */
  placeOf(target: Element): Place | undefined;
  /** Another part of it is in sight. */
  scroll(): void;
}

/** `scroller` holds the node and scrolls it. */
export function createGrid(scroller: HTMLElement, signal: AbortSignal): Grid {
  const canvas = el("canvas", { "aria-hidden": true });
  const standIns = createStandIns(scroller);
  const says = { role: "grid", "aria-label": "Confusion matrix", "aria-multiselectable": true };
  const node = el("div.grid", says, canvas, standIns.node);
  const imageOf = createImage();
  let drawn: Drawn | undefined;
  let marked = NO_MARKS;
  let frame = 0;

  const draw = () => {
    frame = 0;
    if (drawn)
      paintVisible(canvas, { ...drawn, marks: marked, font: fontOf(node), imageOf, scroll: scrolled(scroller) });
  };
  const schedule = () => {
    frame ||= requestAnimationFrame(draw);
  };
  atEnd(signal, () => cancelAnimationFrame(frame));
  return {
    node,
    draw(now) {
      const isFirst = !drawn;
      drawn = now;
      const lines = now.table.size + 1;
      const [width, height] = wholeSize(now.geometry);
      style(node, { width: `${width}px`, height: `${height}px` });
      set(node, { "aria-rowcount": lines, "aria-colcount": lines });
      if (isFirst) draw();
      else schedule();
      standIns.show(now, marked);
    },
    mark(marks) {
      const isSame = marks.selected === marked.selected;
      marked = marks;
      schedule();
      if (!isSame) standIns.show(drawn, marks);
    },
    setTabStop(place, isFocused) {
      standIns.tabTo(place);
      standIns.show(drawn, marked);
      if (isFocused) standIns.focus();
    },
    placeOf(target) {
      const own = target.closest("[aria-colindex]");
      return own ? placeOf(own) : undefined;
    },
    scroll() {
      schedule();
      standIns.follow();
    },
  };
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
