/** Wheel, pinch, drag, double click and pointing on the stage. The large view is the one place where a plain wheel zooms. */

import { clamped } from "../engine/numbers";
import { capture, on } from "../ui/dom";
import { type Point, pixelAt } from "./camera";
import type { Viewing } from "./viewing";

/** A notch of a wheel is about a hundred pixels, a pinch on a touchpad a few: both arrive as a wheel. */
const BY_WHEEL = 0.002;
const BY_PINCH = 0.01;
/** What a notch of a wheel with ctrl counts as, in pixels of a pinch. */
const MOST_PINCH = 40;
/** Pixels of a line, and of a page, of a wheel that counts in these. */
const LINES = [1, 16, 400] as const;
/** Pixels that a click may move. */
const STEADY = 4;
const CLOSER = 4;

/** `press` takes what was clicked on, if anything. */
export function listen(stage: HTMLElement, viewing: Viewing, press: (at: Point) => void, signal: AbortSignal): void {
  const pointOf = ({ clientX, clientY }: MouseEvent): Point => {
    const { left, top } = stage.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  };
  const wheel = (event: WheelEvent) => {
    event.preventDefault();
    const pixels = event.deltaY * (LINES[event.deltaMode] ?? 1);
    const by = event.ctrlKey ? clamped(pixels, -MOST_PINCH, MOST_PINCH) * BY_PINCH : pixels * BY_WHEEL;
    viewing.zoom(Math.exp(-by), pointOf(event));
  };
  const twice = (event: MouseEvent) => {
    if (viewing.isFit.peek()) viewing.zoom(CLOSER, pointOf(event));
    else viewing.fit();
  };
  pinchInSafari(stage, viewing, pointOf, signal);
  on(stage, "wheel", wheel, signal, { passive: false });
  on(stage, "dblclick", twice, signal);
  drag(stage, viewing, pointOf, press, signal);
  point(stage, viewing, pointOf, signal);
}

/** What Safari sends of a touchpad in place of a wheel with ctrl; the scale counts from where the fingers began. */
interface GestureEvent extends MouseEvent {
  readonly scale?: number;
}

function pinchInSafari(
  stage: HTMLElement,
  viewing: Viewing,
  pointOf: (event: MouseEvent) => Point,
  signal: AbortSignal,
): void {
  let before = 1;
  const pinch = (event: Event) => {
    const { scale = 1 } = event as GestureEvent;
    event.preventDefault();
    if (event.type === "gesturechange") viewing.zoom(scale / before, pointOf(event as GestureEvent));
    before = scale;
  };
  for (const type of ["gesturestart", "gesturechange"]) stage.addEventListener(type, pinch, { signal });
}

/** One pointer drags, two pinch. */
function drag(
  stage: HTMLElement,
  viewing: Viewing,
  pointOf: (event: MouseEvent) => Point,
  press: (at: Point) => void,
  signal: AbortSignal,
): void {
  const held = new Map<number, Point>();
  let start: Point | undefined;
  const begin = (event: PointerEvent) => {
    if (event.button !== 0) return;
    capture(stage, event.pointerId);
    held.set(event.pointerId, pointOf(event));
    start = held.size === 1 ? pointOf(event) : undefined;
  };
  const follow = (event: PointerEvent) => {
    if (!held.has(event.pointerId)) return;
    const before = spread([...held.values()]);
    const here = pointOf(event);
    if (start && Math.hypot(here.x - start.x, here.y - start.y) > STEADY) start = undefined;
    if (start) return;
    held.set(event.pointerId, here);
    const now = spread([...held.values()]);
    stage.classList.add("dragged");
    if (held.size > 1) viewing.zoom(now.size / before.size, before.middle);
    const [x, y] = [now.middle.x - before.middle.x, now.middle.y - before.middle.y];
    viewing.move((camera) => ({ ...camera, x: camera.x + x, y: camera.y + y }));
  };
  const end = (event: PointerEvent) => {
    if (!held.delete(event.pointerId)) return;
    stage.classList.remove("dragged");
    if (start && event.type === "pointerup") press(start);
    start = undefined;
  };
  on(stage, "pointerdown", begin, signal);
  on(stage, "pointermove", follow, signal);
  for (const type of ["pointerup", "pointercancel"] as const) on(stage, type, end, signal);
}

/** Their middle, and how far they are from one another. */
function spread(points: readonly Point[]): { readonly middle: Point; readonly size: number } {
  const [a = { x: 0, y: 0 }, b = a] = points;
  return { middle: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }, size: Math.hypot(a.x - b.x, a.y - b.y) || 1 };
}

/** What the mouse points at is lit, from its first move on: one that lies there as the view opens says nothing. */
function point(stage: HTMLElement, viewing: Viewing, pointOf: (event: MouseEvent) => Point, signal: AbortSignal): void {
  const look = (event: PointerEvent) => {
    const camera = viewing.camera.peek();
    if (event.buttons || event.pointerType === "touch" || !camera) return;
    const found = viewing.under(pixelAt(pointOf(event), camera));
    const selected = viewing.selected.peek();
    // What is selected stays lit under smaller boxes.
    viewing.hovered.value = selected && found.includes(selected) ? undefined : found[0];
  };
  const leave = () => {
    viewing.hovered.value = undefined;
  };
  on(stage, "pointermove", look, signal);
  on(stage, "pointerleave", leave, signal);
}
