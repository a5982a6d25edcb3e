/** Where one display looks: pure arithmetic between embedding space and CSS pixels. */

import { clamped } from "../engine/numbers";
import type { Pixel } from "../ui/hands";
import type { Camera } from "./draw/scene";

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Bounds {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly top: number;
}

/** Room around the outermost points, so that none is cut by the edge. */
const MARGIN = 14;
/** How far the zoom goes, beyond and before the overview. */
const NEAREST = 5000;
const FARTHEST = 0.25;

/** The camera that shows all of the bounds, with one scale for both axes. */
export function fitted(bounds: Bounds | undefined, { width, height }: Size): Camera {
  if (!bounds) return { x: 0, y: 0, scale: 1 };
  const { left, right, bottom, top } = bounds;
  const room = (pixels: number) => Math.max(pixels - 2 * MARGIN, pixels / 2, 1);
  const scale = Math.min(room(width) / (right - left), room(height) / (top - bottom));
  const isPoint = !Number.isFinite(scale);
  return { x: (left + right) / 2, y: (bottom + top) / 2, scale: isPoint ? 1 : scale };
}

export function toPixel(camera: Camera, { width, height }: Size, x: number, y: number): Pixel {
  return [width / 2 + (x - camera.x) * camera.scale, height / 2 - (y - camera.y) * camera.scale];
}

export function toSpace(camera: Camera, { width, height }: Size, [px, py]: Pixel): readonly [number, number] {
  return [camera.x + (px - width / 2) / camera.scale, camera.y - (py - height / 2) / camera.scale];
}

/** Move what is seen by so many pixels. */
export function panned(camera: Camera, dx: number, dy: number): Camera {
  return { ...camera, x: camera.x - dx / camera.scale, y: camera.y + dy / camera.scale };
}

/** Zoom so that what is under the pixel stays there. `overview`: the camera that shows everything. */
export function zoomed(camera: Camera, size: Size, pixel: Pixel, factor: number, overview: Camera): Camera {
  const scale = clamped(camera.scale * factor, overview.scale * FARTHEST, overview.scale * NEAREST);
  const [x, y] = toSpace(camera, size, pixel);
  const ratio = camera.scale / scale;
  return { x: x + (camera.x - x) * ratio, y: y + (camera.y - y) * ratio, scale };
}
