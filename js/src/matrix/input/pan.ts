/** Moving a matrix that is larger than its frame by hand: a plain drag is taken, it selects a block. */

import { on } from "../../ui/dom";
import type { Zoom } from "./zoom";

/** The middle button drags, or the first one with alt; two fingers drag and pinch. */
export function pan(scroller: HTMLElement, zoom: Zoom, lifetime: AbortSignal): void {
  let last: PointerEvent | undefined;
  const down = (event: PointerEvent) => {
    if (!isPan(event)) return;
    last = event;
    scroller.setPointerCapture(event.pointerId);
    scroller.classList.add("panned");
  };
  const move = (event: PointerEvent) => {
    if (!last) return;
    scroller.scrollBy(last.clientX - event.clientX, last.clientY - event.clientY);
    last = event;
  };
  const release = () => {
    last = undefined;
    scroller.classList.remove("panned");
  };
  let fingers: Fingers | undefined;
  const touch = (event: TouchEvent) => {
    const [one, two] = event.touches;
    if (!one || !two || zoom.node.hidden) return;
    event.preventDefault();
    const before = event.type === "touchmove" && fingers;
    fingers = fingersOf(one, two);
    if (!before) return;
    scroller.scrollBy(before.x - fingers.x, before.y - fingers.y);
    zoom.by(fingers.apart / before.apart, fingers.x, fingers.y);
  };
  on(scroller, "pointerdown", down, lifetime);
  on(scroller, "pointermove", move, lifetime);
  on(scroller, "pointerup", release, lifetime);
  on(scroller, "pointercancel", release, lifetime);
  // The middle button would start to scroll by itself.
  on(scroller, "mousedown", (event) => event.button === 1 && event.preventDefault(), lifetime);
  on(scroller, "touchstart", touch, lifetime, { passive: false });
  on(scroller, "touchmove", touch, lifetime, { passive: false });
}

export function isPan({ button, altKey }: PointerEvent): boolean {
  return button === 1 || (button === 0 && altKey);
}

/** Their middle and distance. */
interface Fingers {
  readonly x: number;
  readonly y: number;
  readonly apart: number;
}

function fingersOf(one: Touch, two: Touch): Fingers {
  const [across, down] = [two.clientX - one.clientX, two.clientY - one.clientY];
  return { x: one.clientX + across / 2, y: one.clientY + down / 2, apart: Math.hypot(across, down) || 1 };
}
