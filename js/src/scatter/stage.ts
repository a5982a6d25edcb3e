/** The canvas of the map: which painter draws it, when, and what happens when it cannot. */

import { type Signal, signal as state } from "@preact/signals-core";
import { canvasPainter } from "../gl/canvas2d";
import type { Frame, Painter, Scene } from "../gl/scene";
import { webglPainter } from "../gl/webgl";
import { watchSize } from "../ui/effect";
import type { Size } from "./camera";

/** Points a layer drawn while a hand moves. */
const MOVING = 60_000;
/** The same in place of a lost WebGL context, where the canvas painter does the work. */
const STAND_IN = 200_000;
/** Ready a little before it scrolls into sight. */
const NEAR = "200px";

export type Compose = () => { readonly scene: Scene; readonly frame: Omit<Frame, "ratio" | "most"> };

export interface Stage {
  readonly size: Signal<Size>;
  /** Paint again at the next frame. `isMoving`: a sample will do for now. */
  invalidate(isMoving?: boolean): void;
}

export function createStage(canvas: HTMLCanvasElement, compose: Compose, signal: AbortSignal): Stage {
  const show = new Show(canvas, compose, signal);
  const size = state<Size>({ width: 0, height: 0 });
  watchSize(canvas, signal, (width, height) => {
    size.value = { width, height };
    show.invalidate(false);
  });
  const sight = new IntersectionObserver((entries) => show.see(entries.at(-1)?.isIntersecting ?? false), {
    rootMargin: NEAR,
  });
  sight.observe(canvas);
  signal.addEventListener("abort", () => sight.disconnect(), { once: true });
  return { size, invalidate: (isMoving = false) => show.invalidate(isMoving) };
}

class Show {
  readonly #canvas: HTMLCanvasElement;
  readonly #compose: Compose;
  readonly #signal: AbortSignal;
  #painter: Painter | undefined;
  #standIn: { readonly canvas: HTMLCanvasElement; readonly painter: Painter | undefined } | undefined;
  #isSeen = false;
  #isMoving = false;
  #frame = 0;

  constructor(canvas: HTMLCanvasElement, compose: Compose, signal: AbortSignal) {
    this.#canvas = canvas;
    this.#compose = compose;
    this.#signal = signal;
    signal.addEventListener("abort", () => this.#stop(), { once: true });
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
    const { scene, frame: given } = this.#compose();
    if (given.width === 0 || given.height === 0) return;
    const most = this.#isMoving ? MOVING : Number.POSITIVE_INFINITY;
    const frame = { ...given, ratio: devicePixelRatio || 1, most };
    this.#painter ??=
      webglPainter(this.#canvas, () => this.invalidate(false), this.#signal) ?? canvasPainter(this.#canvas);
    if (this.#painter?.paint(scene, frame)) this.#removeStandIn();
    else this.#paintStandIn(scene, { ...frame, most: Math.min(most, STAND_IN) });
  }

  /** A lost context leaves its canvas blank, and the browser may keep us waiting for another. */
  #paintStandIn(scene: Scene, frame: Frame): void {
    if (!this.#standIn) {
      const canvas = document.createElement("canvas");
      canvas.className = "stand-in";
      canvas.setAttribute("aria-hidden", "true");
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
