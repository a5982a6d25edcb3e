/** Wheel, pinch, drag, double click and pointing on the stage. The large view is the one place where a plain wheel zooms. */

import { on } from "../ui/dom";
import { type Hands, listenToHands, pixelOf, wheelFactor } from "../ui/hands";
import { type Point, pixelAt } from "./camera";
import type { Viewing } from "./viewing";

const CLOSER = 4;

/** `press` takes what was clicked on, if anything. */
export function listen(stage: HTMLElement, viewing: Viewing, press: (at: Point) => void, signal: AbortSignal): void {
  const pointOf = (event: MouseEvent): Point => {
    const [x, y] = pixelOf(stage, event);
    return { x, y };
  };
  const wheel = (event: WheelEvent) => {
    event.preventDefault();
    viewing.zoom(wheelFactor(event), pointOf(event));
  };
  const twice = (event: MouseEvent) => {
    if (viewing.isFit.peek()) viewing.zoom(CLOSER, pointOf(event));
    else viewing.fit();
  };
  pinchInSafari(stage, viewing, pointOf, signal);
  on(stage, "wheel", wheel, signal, { passive: false });
  on(stage, "dblclick", twice, signal);
  drag(stage, viewing, press, signal);
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
function drag(stage: HTMLElement, viewing: Viewing, press: (at: Point) => void, signal: AbortSignal): void {
  const hands: Hands = {
    drag(dx, dy) {
      stage.classList.add("dragged");
      viewing.move((camera) => ({ ...camera, x: camera.x + dx, y: camera.y + dy }));
    },
    zoom: (factor, [x, y]) => viewing.zoom(factor, { x, y }),
    end(_, clicked) {
      stage.classList.remove("dragged");
      if (clicked) press({ x: clicked[0], y: clicked[1] });
    },
  };
  listenToHands(stage, hands, signal);
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
