/** What pointers do on the map, told apart; what it means is decided elsewhere. */

import { capture, on } from "../ui/dom";
import { isCtrl } from "../ui/keys";
import type { Pixel } from "./camera";

/** What a drawn lasso does to the one that is there. */
export type LassoMode = "replace" | "add" | "remove";

export interface Gestures {
  /** Is the next drag a lasso, and what does it do to the one there is? */
  lassoOf(event: PointerEvent): LassoMode | undefined;
  pan(dx: number, dy: number): void;
  /** Factor above 1: nearer. Without a pixel: about the middle. */
  zoom(factor: number, pixel?: Pixel): void;
  reset(): void;
  hover(pixel: Pixel | undefined): void;
  click(pixel: Pixel, event: PointerEvent): void;
  /** The path so far. */
  drawLasso(path: readonly Pixel[]): void;
  /** The pointer was released; an empty path: it was called off. */
  endLasso(path: readonly Pixel[], mode: LassoMode): void;
  /** Enter: take what is in view. */
  takeView(): void;
  /** Escape: no lasso, neither the one being drawn nor the tool. */
  cancel(): void;
}

/** Below this a press is a click, not a drag. */
const STILL_PX = 4;
const VERTEX_PX = 3;
/** Pixels of wheel that double the scale. */
const WHEEL_PX = 300;
const LINE_PX = 16;

export function listenToGestures(canvas: HTMLCanvasElement, gestures: Gestures, signal: AbortSignal): void {
  listenToPointers(canvas, gestures, signal);
  const wheel = (event: WheelEvent) => {
    // A plain wheel belongs to the page. A pinch arrives as ctrl and wheel.
    if (!isCtrl(event)) return;
    event.preventDefault();
    const pixels = event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE_PX : 1);
    gestures.zoom(2 ** (-pixels / WHEEL_PX), pixelOf(canvas, event));
  };
  on(canvas, "wheel", wheel, signal, { passive: false });
  on(canvas, "dblclick", () => gestures.reset(), signal);
}

/** One press from down to up. */
interface Drag {
  /** Undefined: it pans. */
  readonly lasso: LassoMode | undefined;
  readonly path: Pixel[];
  isClick: boolean;
}

function listenToPointers(canvas: HTMLCanvasElement, gestures: Gestures, signal: AbortSignal): void {
  const fingers = new Map<number, Pixel>();
  let drag: Drag | undefined;

  const down = (event: PointerEvent) => {
    if (event.button !== 0) return;
    const pixel = pixelOf(canvas, event);
    capture(canvas, event.pointerId);
    fingers.set(event.pointerId, pixel);
    gestures.hover(undefined);
    if (fingers.size > 1) {
      if (drag?.lasso) gestures.endLasso([], drag.lasso);
      drag = undefined;
      return;
    }
    drag = { lasso: gestures.lassoOf(event), path: [pixel], isClick: true };
  };

  const move = (event: PointerEvent) => {
    const pixel = pixelOf(canvas, event);
    const before = fingers.get(event.pointerId);
    if (!before) {
      if (event.pointerType !== "touch") gestures.hover(pixel);
      return;
    }
    if (fingers.size > 1) pinch(fingers, event.pointerId, pixel, gestures);
    else if (drag) dragged(drag, before, pixel, gestures);
    if (!drag?.isClick) fingers.set(event.pointerId, pixel);
  };

  const up = (event: PointerEvent) => {
    if (!fingers.delete(event.pointerId) || !drag) return;
    const isCancelled = event.type === "pointercancel";
    if (drag.lasso) gestures.endLasso(isCancelled || drag.isClick ? [] : drag.path, drag.lasso);
    if (drag.isClick && !isCancelled) gestures.click(pixelOf(canvas, event), event);
    drag = undefined;
  };

  on(canvas, "pointerdown", down, signal);
  on(canvas, "pointermove", move, signal);
  on(canvas, "pointerup", up, signal);
  on(canvas, "pointercancel", up, signal);
  on(canvas, "pointerleave", () => gestures.hover(undefined), signal);
}

function dragged(drag: Drag, before: Pixel, pixel: Pixel, gestures: Gestures): void {
  if (drag.isClick && distance(drag.path[0] ?? pixel, pixel) < STILL_PX) return;
  drag.isClick = false;
  if (!drag.lasso) {
    gestures.pan(pixel[0] - before[0], pixel[1] - before[1]);
  } else if (distance(drag.path.at(-1) ?? pixel, pixel) >= VERTEX_PX) {
    drag.path.push(pixel);
    gestures.drawLasso(drag.path);
  }
}

/** Two fingers: the one that moved pans by half its way and zooms about the other. */
function pinch(fingers: ReadonlyMap<number, Pixel>, id: number, pixel: Pixel, gestures: Gestures): void {
  const other = [...fingers].find(([finger]) => finger !== id)?.[1];
  const before = fingers.get(id);
  if (!other || !before) return;
  gestures.zoom(Math.max(1, distance(pixel, other)) / Math.max(1, distance(before, other)), other);
}

function distance([ax, ay]: Pixel, [bx, by]: Pixel): number {
  return Math.hypot(ax - bx, ay - by);
}

function pixelOf(canvas: HTMLCanvasElement, event: MouseEvent): Pixel {
  const box = canvas.getBoundingClientRect();
  return [event.clientX - box.left, event.clientY - box.top];
}
