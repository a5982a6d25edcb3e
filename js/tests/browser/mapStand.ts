/** A map of synthetic scenes, and hands on it. */

import { expect } from "vitest";
import { connect } from "../../src/host/traits";
import { fitted, type Size, toPixel } from "../../src/scatter/camera";
import type { Camera } from "../../src/scatter/draw/scene";
import { pointsOf } from "../../src/scatter/points";
import { mount } from "../../src/scatter/scatter";
import { createSession, type Session } from "../../src/state/session";
import type { Pixel } from "../../src/ui/hands";
import { kernelOver } from "../unit/kernel";
import { eventually } from "./eventually";
import { type SceneSettings, sceneSession } from "./scenes";
import { painted, type Stand, stand } from "./stand";

interface Map extends Stand {
  readonly canvas: HTMLCanvasElement;
  /** Where an image is drawn while the whole is shown. */
  place(row: number): Pixel;
}

export async function map(settings: SceneSettings = {}, width = 600): Promise<Map> {
  return over(await sceneSession({ pictures: 0, ...settings }), width);
}

/** The same over tables: rows stay with a kernel, which answers when it is told to. */
export async function mapBehind(settings: SceneSettings & { readonly cells?: number } = {}, width = 600) {
  const whole = await sceneSession({ pictures: 0, ...settings });
  const kernel = kernelOver(whole, "behind", { split: "test", confidence: 37, page_size: 6 });
  kernel.cells = settings.cells ?? 0;
  kernel.answer();
  const session = createSession(new AbortController().signal);
  connect(kernel.model, session.state, new AbortController().signal);
  return { ...(await over(session, width, whole)), whole, kernel };
}

async function over(session: Session, width: number, places = session): Promise<Map> {
  const shown = stand(session, mount, { width, height: 420 });
  const canvas = shown.one<HTMLCanvasElement>("canvas");
  await drawn(canvas);
  return { ...shown, canvas, place: (row) => placeOf(places, canvas, row) };
}

async function drawn(canvas: HTMLCanvasElement): Promise<void> {
  await eventually(() => expect(canvas.width).toBeGreaterThan(300));
  await painted();
}

function placeOf({ state }: Session, canvas: HTMLCanvasElement, row: number): Pixel {
  const { positions, bounds } = pointsOf(state.images.value);
  const size: Size = { width: canvas.clientWidth, height: canvas.clientHeight };
  const camera: Camera = fitted(bounds, size);
  return toPixel(camera, size, positions[2 * row] as number, positions[2 * row + 1] as number);
}

export function pointer(canvas: HTMLElement, type: string, [x, y]: Pixel, init: PointerEventInit = {}): void {
  const box = canvas.getBoundingClientRect();
  const event = { clientX: box.left + x, clientY: box.top + y, pointerId: 1, bubbles: true, composed: true, ...init };
  canvas.dispatchEvent(new PointerEvent(type, event));
}

export function drag(canvas: HTMLElement, path: readonly Pixel[], init: PointerEventInit = {}): void {
  const [first, last] = [path[0], path.at(-1)];
  if (!first || !last) return;
  pointer(canvas, "pointerdown", first, init);
  for (const pixel of path) pointer(canvas, "pointermove", pixel, init);
  pointer(canvas, "pointerup", last, init);
}

export function click(canvas: HTMLElement, pixel: Pixel, init: PointerEventInit = {}): void {
  drag(canvas, [pixel], init);
}

export function wheel(canvas: HTMLElement, init: WheelEventInit = {}): boolean {
  const box = canvas.getBoundingClientRect();
  const place = { clientX: box.left + 200, clientY: box.top + 100, deltaY: -200 };
  return canvas.dispatchEvent(new WheelEvent("wheel", { cancelable: true, bubbles: true, ...place, ...init }));
}

export function press(node: HTMLElement, key: string): void {
  node.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
}

/** Rows that stand alone, so that their pixel is theirs. */
export function lonely({ session, place }: Pick<Map, "session" | "place">, count: number): number[] {
  const rows = [...pointsOf(session.state.images.value).order];
  const far = (a: Pixel, b: Pixel) => Math.hypot(a[0] - b[0], a[1] - b[1]) > 16;
  return rows.filter((row) => rows.every((other) => other === row || far(place(row), place(other)))).slice(0, count);
}
