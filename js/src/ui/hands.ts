/** Pointers, pinches and wheels on what is moved and zoomed, told apart; what they mean is decided elsewhere. */

import { capture, on } from "./dom";

/** From the top left of the node that is listened on. */
export type Pixel = readonly [x: number, y: number];

export interface Hands {
  /** A first pointer is down. */
  begin?(event: PointerEvent, pixel: Pixel): void;
  /** It moves, or the middle of two. */
  drag(dx: number, dy: number, pixel: Pixel): void;
  /** Two come closer, or go apart: a factor above 1. */
  zoom(factor: number, about: Pixel): void;
  /** One is up again, without a move: `pixel` was clicked; else undefined. */
  end(event: PointerEvent, pixel: Pixel | undefined): void;
}

/** Below this a press is a click, not a drag. */
const STILL_PX = 4;

export function listenToHands(node: HTMLElement, hands: Hands, signal: AbortSignal): void {
  const fingers = new Map<number, Pixel>();
  let clicked: Pixel | undefined;
  const down = (event: PointerEvent) => {
    if (event.button !== 0) return;
    const pixel = pixelOf(node, event);
    capture(node, event.pointerId);
    fingers.set(event.pointerId, pixel);
    clicked = fingers.size === 1 ? pixel : undefined;
    if (clicked) hands.begin?.(event, pixel);
  };
  const move = (event: PointerEvent) => {
    if (!fingers.has(event.pointerId)) return;
    const pixel = pixelOf(node, event);
    if (clicked && distance(clicked, pixel) < STILL_PX) return;
    clicked = undefined;
    const before = spread([...fingers.values()]);
    const now = spread([...fingers.set(event.pointerId, pixel).values()]);
    if (fingers.size > 1) hands.zoom(now.apart / before.apart, before.middle);
    hands.drag(now.middle[0] - before.middle[0], now.middle[1] - before.middle[1], pixel);
  };
  const up = (event: PointerEvent) => {
    if (!fingers.delete(event.pointerId)) return;
    hands.end(event, event.type === "pointerup" ? clicked : undefined);
    clicked = undefined;
  };
  on(node, "pointerdown", down, signal);
  on(node, "pointermove", move, signal);
  for (const type of ["pointerup", "pointercancel"] as const) on(node, type, up, signal);
}

/** A notch of a wheel is about a hundred pixels, a pinch on a touchpad a few: both arrive as a wheel. */
const BY_WHEEL = 0.002;
const BY_PINCH = 0.01;
/** What a notch of a wheel with ctrl counts as, in pixels of a pinch. */
const MOST_PINCH = 40;
/** Pixels of a line, and of a page, of a wheel that counts in these. */
const LINES = [1, 16, 400] as const;

/** By which factor a wheel zooms. */
export function wheelFactor({ deltaY, deltaMode, ctrlKey }: WheelEvent): number {
  const pixels = deltaY * (LINES[deltaMode] ?? 1);
  return Math.exp(-(ctrlKey ? Math.max(-MOST_PINCH, Math.min(pixels, MOST_PINCH)) * BY_PINCH : pixels * BY_WHEEL));
}

/** The middle of two fingers and how far they are apart, never 0. */
export function spread([a = [0, 0], b = a]: readonly Pixel[]): { readonly middle: Pixel; readonly apart: number } {
  return { middle: [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2], apart: distance(a, b) || 1 };
}

export function distance([ax, ay]: Pixel, [bx, by]: Pixel): number {
  return Math.hypot(ax - bx, ay - by);
}

export function pixelOf(node: Element, { clientX, clientY }: Pick<MouseEvent, "clientX" | "clientY">): Pixel {
  const { left, top } = node.getBoundingClientRect();
  return [clientX - left, clientY - top];
}
