/** What the canvas of the map shows: which painter draws it, when, and what happens when it cannot. */

import type { Signal } from "@preact/signals-core";
import { canvasPointPainter } from "../gl/canvas2d";
import { type Camera, type Frame, isSameKey, type PointPainter, type Scene } from "../gl/scene";
import { webglPointPainter } from "../gl/webgl";
import { el } from "../ui/dom";
import { atEnd, watchSize } from "../ui/effect";
import type { Size } from "./camera";

/** Points a layer drawn while the view moves. */
const MOST_MOVING = 250_000;
/** Ready a little before it scrolls into sight. */
const SIGHT_MARGIN = "200px";

export type Compose = () => { readonly scene: Scene; readonly camera: Camera };

export interface Renderer {
  /** Paint again at the next frame. `isMoving`: a sample will do for now; `isLate`: after what is painted quicker. */
  invalidate(isMoving: boolean, isLate?: boolean): void;
}

/** `size` is kept as the size of the canvas in CSS pixels. */
export function createRenderer(
  canvas: HTMLCanvasElement,
  size: Signal<Size>,
  compose: Compose,
  signal: AbortSignal,
): Renderer {
  let painter: PointPainter | undefined;
  let isSeen = false;
  let isMovingNow = false;
  let frame = 0;
  let painted: readonly unknown[] = [];
  const standIn = createStandIn(canvas);

  const paint = () => {
    frame = 0;
    const { width, height } = size.peek();
    if (signal.aborted || !isSeen || width === 0 || height === 0) return;
    const { scene, camera } = compose();
    const maxPoints = isMovingNow ? MOST_MOVING : Number.POSITIVE_INFINITY;
    const pixelRatio = devicePixelRatio || 1;
    const key = [scene, camera, width, height, pixelRatio, maxPoints];
    if (isSameKey(key, painted)) return;
    const view = { camera, width, height, pixelRatio, maxPoints };
    painter ??= webglPointPainter(canvas, repaint, signal) ?? canvasPointPainter(canvas);
    if (painter?.paint(scene, view)) standIn.remove();
    else standIn.paint(scene, view);
    painted = key;
  };
  const invalidate = (isMoving: boolean, isLate = false) => {
    // The first size that the canvas gets is told by the caller, too.
    if (signal.aborted || size.peek().width === 0) return;
    isMovingNow = isMoving;
    const isPatient = isLate && !isMoving;
    frame ||= requestAnimationFrame(isPatient ? () => setTimeout(paint) : paint);
  };
  /** The pixels are gone. */
  const repaint = () => {
    painted = [];
    invalidate(false);
  };
  const see = (entries: readonly IntersectionObserverEntry[]) => {
    isSeen = entries.at(-1)?.isIntersecting ?? false;
    if (isSeen) painter?.resume();
    else painter?.release();
    repaint();
  };
  watchSize(canvas, signal, (width, height) => {
    size.value = { width, height };
  });
  const sight = new IntersectionObserver(see, { rootMargin: SIGHT_MARGIN });
  sight.observe(canvas);
  atEnd(signal, () => {
    sight.disconnect();
    cancelAnimationFrame(frame);
    standIn.remove();
  });
  return { invalidate };
}

/** A lost context leaves its canvas blank, and the browser may keep us waiting for another. */
function createStandIn(canvas: HTMLCanvasElement) {
  const node = el("canvas.stand-in", { "aria-hidden": true });
  let painter: PointPainter | undefined;
  return {
    paint(scene: Scene, frame: Frame): void {
      if (!node.isConnected) canvas.after(node);
      painter ??= canvasPointPainter(node);
      painter?.paint(scene, frame);
    },
    remove(): void {
      if (!node.isConnected) return;
      node.remove();
      // A canvas of no size holds no memory.
      node.width = 0;
      painter?.release();
    },
  };
}
