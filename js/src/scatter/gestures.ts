/** What pointers do on the map, told apart; what it means is decided elsewhere. */

import { on } from "../ui/dom";
import { distance, type Hands, listenToHands, type Pixel, pixelOf, wheelFactor } from "../ui/hands";
import { isCtrl } from "../ui/keys";

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

const VERTEX_PX = 3;

export function listenToGestures(canvas: HTMLCanvasElement, gestures: Gestures, signal: AbortSignal): void {
  let lasso: { readonly mode: LassoMode; readonly path: Pixel[] } | undefined;
  const endLasso = (isDrawn: boolean) => {
    if (lasso) gestures.endLasso(isDrawn ? lasso.path : [], lasso.mode);
    lasso = undefined;
  };
  const hands: Hands = {
    begin(event, pixel) {
      gestures.hover(undefined);
      const mode = gestures.lassoOf(event);
      lasso = mode && { mode, path: [pixel] };
    },
    drag(dx, dy, pixel) {
      if (!lasso) gestures.pan(dx, dy);
      else if (distance(lasso.path.at(-1) ?? pixel, pixel) >= VERTEX_PX) {
        lasso.path.push(pixel);
        gestures.drawLasso(lasso.path);
      }
    },
    zoom(factor, about) {
      endLasso(false);
      gestures.zoom(factor, about);
    },
    end(event, clicked) {
      endLasso(!clicked && event.type === "pointerup");
      if (clicked) gestures.click(clicked, event);
    },
  };
  listenToHands(canvas, hands, signal);
  const wheel = (event: WheelEvent) => {
    // A plain wheel belongs to the page. A pinch arrives as ctrl and wheel.
    if (!isCtrl(event)) return;
    event.preventDefault();
    gestures.zoom(wheelFactor(event), pixelOf(canvas, event));
  };
  const hover = (event: PointerEvent) => {
    if (!event.buttons && event.pointerType !== "touch") gestures.hover(pixelOf(canvas, event));
  };
  on(canvas, "wheel", wheel, signal, { passive: false });
  on(canvas, "dblclick", () => gestures.reset(), signal);
  on(canvas, "pointermove", hover, signal);
  on(canvas, "pointerleave", () => gestures.hover(undefined), signal);
}
