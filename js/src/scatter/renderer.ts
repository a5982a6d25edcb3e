/** When the canvas of the map is painted, with how many pixels and points, and when it holds none. */

import type { Signal } from "@preact/signals-core";
import { atEnd, watchSize } from "../ui/effect";
import type { Size } from "./camera";
import { createPainter } from "./draw/painter";
import { type Camera, isSameKey, type Scene } from "./draw/scene";

/** Points drawn while the view moves, of both layers together. */
export const MOST_MOVING = 250_000;
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
  const painter = createPainter(canvas);
  let isSeen = false;
  let isMovingNow = false;
  let frame = 0;
  let painted: readonly unknown[] = [];

  const paint = () => {
    frame = 0;
    if (signal.aborted || !isSeen || size.peek().width * size.peek().height === 0) return;
    const { scene, camera } = compose();
    // Beneath what filters leave is all that there is. Where no sample is drawn nothing is painted again at rest.
    const most = scene.background.length || scene.foreground.length;
    const maxPoints = isMovingNow ? Math.min(most, MOST_MOVING / (most > scene.foreground.length ? 2 : 1)) : most;
    const pixelRatio = devicePixelRatio || 1;
    const { width, height } = pixelsOf(canvas, pixelRatio);
    const key = [scene, camera, width, height, pixelRatio, maxPoints];
    if (isSameKey(key, painted)) return;
    painter.paint(scene, { camera, width, height, pixelRatio, maxPoints });
    painted = key;
  };
  const invalidate = (isMoving: boolean, isLate = false) => {
    // The first size that the canvas gets is told by the caller, too.
    if (signal.aborted || size.peek().width === 0) return;
    isMovingNow = isMoving;
    const isPatient = isLate && !isMoving;
    frame ||= requestAnimationFrame(isPatient ? () => setTimeout(paint) : paint);
  };
  const see = (entries: readonly IntersectionObserverEntry[]) => {
    isSeen = entries.at(-1)?.isIntersecting ?? false;
    if (!isSeen) release();
    else invalidate(false);
  };
  const release = () => {
    painter.release();
    painted = [];
  };
  watchSize(canvas, signal, (width, height) => {
    size.value = { width, height };
  });
  const sight = new IntersectionObserver(see, { rootMargin: SIGHT_MARGIN });
  sight.observe(canvas);
  atEnd(signal, () => {
    sight.disconnect();
    cancelAnimationFrame(frame);
    release();
  });
  return { invalidate };
}

/**
 * As many pixels as the screen gives the canvas, so that each is one of the screen's: at a fractional ratio its edges lie
 * within pixels, and browsers move them to the nearest.
 */
function pixelsOf(canvas: HTMLCanvasElement, pixelRatio: number): Size {
  const { left, right, top, bottom } = canvas.getBoundingClientRect();
  const between = (from: number, to: number) =>
    Math.max(1, Math.round(to * pixelRatio) - Math.round(from * pixelRatio));
  return { width: between(left, right), height: between(top, bottom) };
}
