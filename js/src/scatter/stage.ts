/** The canvas of the map: which painter draws it, when, and what happens when it cannot. */

import type { ReadonlySignal, Signal } from "@preact/signals-core";
import { canvasPainter } from "../gl/canvas2d";
import type { Camera, Frame, Painter, Scene } from "../gl/scene";
import { webglPainter } from "../gl/webgl";
import { el } from "../ui/dom";
import { atEnd, watchSize } from "../ui/effect";
import type { Size } from "./camera";

/** Points a layer drawn while a hand moves. */
const MOVING = 60_000;
/** The same in place of a lost WebGL context, where the canvas painter does the work. */
const STAND_IN = 200_000;
/** Ready a little before it scrolls into sight. */
const NEAR = "200px";

export type Compose = () => { readonly scene: Scene; readonly camera: Camera };

export interface Stage {
  /** Paint again at the next frame. `isMoving`: a sample will do for now. */
  invalidate(isMoving: boolean): void;
}

/** `size` is kept as the size of the canvas in CSS pixels. */
export function createStage(
  canvas: HTMLCanvasElement,
  size: Signal<Size>,
  compose: Compose,
  signal: AbortSignal,
): Stage {
  const show = new Show(canvas, size, compose, signal);
  watchSize(canvas, signal, (width, height) => {
    size.value = { width, height };
  });
  const see = (entries: readonly IntersectionObserverEntry[]) => show.see(entries.at(-1)?.isIntersecting ?? false);
  const sight = new IntersectionObserver(see, { rootMargin: NEAR });
  sight.observe(canvas);
  atEnd(signal, () => sight.disconnect());
  return show;
}

class Show implements Stage {
  readonly #canvas: HTMLCanvasElement;
  readonly #size: ReadonlySignal<Size>;
  readonly #compose: Compose;
  readonly #signal: AbortSignal;
  #painter: Painter | undefined;
  #standIn: { readonly canvas: HTMLCanvasElement; readonly painter: Painter | undefined } | undefined;
  #isSeen = false;
  #isMoving = false;
  #frame = 0;

  constructor(canvas: HTMLCanvasElement, size: ReadonlySignal<Size>, compose: Compose, signal: AbortSignal) {
    this.#canvas = canvas;
    this.#size = size;
    this.#compose = compose;
    this.#signal = signal;
    atEnd(signal, () => this.#stop());
  }

  see(isSeen: boolean): void {
    this.#isSeen = isSeen;
    if (isSeen) this.#painter?.resume();
    else this.#painter?.release();
    this.invalidate(false);
  }

  invalidate(isMoving: boolean): void {
    if (this.#signal.aborted) return;
    this.#isMoving = isMoving;
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      if (this.#isSeen) this.#paint();
    });
  }

  #paint(): void {
    const size = this.#size.peek();
    if (size.width === 0 || size.height === 0) return;
    const { scene, camera } = this.#compose();
    const most = this.#isMoving ? MOVING : Number.POSITIVE_INFINITY;
    const frame = { camera, ...size, ratio: devicePixelRatio || 1, most };
    this.#painter ??=
      webglPainter(this.#canvas, () => this.invalidate(false), this.#signal) ?? canvasPainter(this.#canvas);
    if (this.#painter?.paint(scene, frame)) this.#removeStandIn();
    else this.#paintStandIn(scene, { ...frame, most: Math.min(most, STAND_IN) });
  }

  /** A lost context leaves its canvas blank, and the browser may keep us waiting for another. */
  #paintStandIn(scene: Scene, frame: Frame): void {
    if (!this.#standIn) {
      const canvas = el("canvas", { class: "stand-in", "aria-hidden": true });
      this.#canvas.after(canvas);
      this.#standIn = { canvas, painter: canvasPainter(canvas) };
    }
    this.#standIn.painter?.paint(scene, frame);
  }

  #removeStandIn(): void {
    this.#standIn?.canvas.remove();
    this.#standIn = undefined;
  }

  #stop(): void {
    cancelAnimationFrame(this.#frame);
    this.#removeStandIn();
  }
}
