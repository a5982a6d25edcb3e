/** Moving a matrix that is larger than its frame by hand. The wheel is the page's: nothing here scrolls by it. */

import { on } from "../../ui/dom";
import { pixelOf, spread } from "../../ui/hands";
import { isCtrl } from "../../ui/keys";
import type { Place } from "../model/table";
import type { Zoom } from "./zoom";

/** A hand that moves less has clicked. */
const STILL = 4;

export interface Panned {
  readonly scroller: HTMLElement;
  /** Is there anything out of sight? */
  readonly isZoomed: () => boolean;
  /** The place under the pointer. */
  readonly under: (event: MouseEvent) => Place | undefined;
}

/**
 * A drag over the cells moves them, and selects a block with shift or ctrl, as it does where all are in sight; the
 * middle button and alt move from anywhere. Two fingers move and pinch; one scrolls the page.
 */
export function pan({ scroller, isZoomed, under }: Panned, zoom: Zoom, lifetime: AbortSignal): void {
  let last: Point | undefined;
  const down = (event: PointerEvent) => {
    if (!isPan(event, isZoomed(), under(event))) return;
    last = event;
    scroller.setPointerCapture(event.pointerId);
    scroller.classList.toggle("panned", event.button === 1 || event.altKey);
  };
  const move = (event: PointerEvent) => {
    if (!last) return;
    const [x, y] = [last.clientX - event.clientX, last.clientY - event.clientY];
    if (!isPanned(scroller) && Math.hypot(x, y) < STILL) return;
    scroller.classList.add("panned");
    scroller.scrollBy(x, y);
    last = event;
  };
  const release = () => {
    last = undefined;
    scroller.classList.remove("panned");
  };
  on(scroller, "pointerdown", down, lifetime);
  on(scroller, "pointermove", move, lifetime);
  on(scroller, "pointerup", release, lifetime);
  on(scroller, "pointercancel", release, lifetime);
  // The middle button would start to scroll by itself.
  on(scroller, "mousedown", (event) => event.button === 1 && event.preventDefault(), lifetime);
  pinch(scroller, zoom, lifetime);
}

interface Point {
  readonly clientX: number;
  readonly clientY: number;
}

/** Is the matrix being moved? */
export function isPanned(scroller: Element): boolean {
  return scroller.classList.contains("panned");
}

function isPan(event: PointerEvent, isZoomed: boolean, place: Place | undefined): boolean {
  if (event.button === 1 || (event.button === 0 && event.altKey)) return true;
  const isOnCells = place !== undefined && place.row >= 0 && place.column >= 0;
  const isPlain = event.button === 0 && !event.shiftKey && !isCtrl(event);
  return isZoomed && isOnCells && isPlain && event.pointerType !== "touch";
}

function pinch(scroller: HTMLElement, zoom: Zoom, lifetime: AbortSignal): void {
  let fingers: ReturnType<typeof spread> | undefined;
  const touch = (event: TouchEvent) => {
    const [one, two] = event.touches;
    if (!one || !two || zoom.node.hidden) return;
    event.preventDefault();
    const before = event.type === "touchmove" && fingers;
    fingers = spread([pixelOf(scroller, one), pixelOf(scroller, two)]);
    if (!before) return;
    const { middle, apart } = fingers;
    scroller.scrollBy(before.middle[0] - middle[0], before.middle[1] - middle[1]);
    zoom.by(apart / before.apart, middle);
  };
  on(scroller, "touchstart", touch, lifetime, { passive: false });
  on(scroller, "touchmove", touch, lifetime, { passive: false });
}
