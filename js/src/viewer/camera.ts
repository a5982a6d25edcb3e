/** Where the picture lies on the stage: pure, in CSS pixels of the stage and pixels of the original. */

import { clamped } from "../engine/numbers";

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Left, top, width and height. */
export interface Rect extends Point {
  readonly w: number;
  readonly h: number;
}

/** Pixel (px, py) of the original stands at (x + scale * px, y + scale * py). */
export interface Camera extends Point {
  readonly scale: number;
}

/** Around the picture, in CSS pixels: a label fits in there, outside of any box. */
export const MARGIN = 24;
/** CSS pixels a pixel of the original, at most. */
const MOST = 40;
/** The same when the view goes to an instance by itself, which then takes up this share of the stage. */
const MOST_AROUND = 8;
const SHARE = 0.5;

/** All of the picture, as large as it gets. */
export function fitted(picture: Size, stage: Size): Camera {
  const room = (side: number) => Math.max(side - 2 * MARGIN, 1);
  const scale = Math.min(room(stage.width) / picture.width, room(stage.height) / picture.height);
  return bounded({ scale, x: 0, y: 0 }, picture, stage);
}

/** A rectangle of the original in the middle, with what lies around it. */
export function around(rect: Rect, picture: Size, stage: Size): Camera {
  const wanted = Math.min((SHARE * stage.width) / (rect.w || 1), (SHARE * stage.height) / (rect.h || 1));
  const scale = Math.max(fitted(picture, stage).scale, Math.min(wanted, MOST_AROUND));
  const x = stage.width / 2 - scale * (rect.x + rect.w / 2);
  const y = stage.height / 2 - scale * (rect.y + rect.h / 2);
  return bounded({ scale, x, y }, picture, stage);
}

/** Closer by `factor`, from the whole picture to far beyond its pixels; what is at `point` of the stage stays there. */
export function zoomed(camera: Camera, factor: number, point: Point, picture: Size, stage: Size): Camera {
  const least = Math.min(fitted(picture, stage).scale, 1);
  const scale = clamped(camera.scale * factor, least, MOST);
  const grown = scale / camera.scale;
  const x = point.x - grown * (point.x - camera.x);
  const y = point.y - grown * (point.y - camera.y);
  return bounded({ scale, x, y }, picture, stage);
}

/** The same, with the picture in the middle where it has room, and else moved so that it leaves none at its edges. */
export function bounded({ scale, x, y }: Camera, picture: Size, stage: Size): Camera {
  const kept = (start: number, size: number, room: number) =>
    size + 2 * MARGIN <= room ? (room - size) / 2 : clamped(start, room - MARGIN - size, MARGIN);
  return {
    scale,
    x: kept(x, scale * picture.width, stage.width),
    y: kept(y, scale * picture.height, stage.height),
  };
}

/** A rectangle of the original, on the stage. */
export function onStage({ x, y, w, h }: Rect, camera: Camera): Rect {
  const { scale } = camera;
  return { x: camera.x + scale * x, y: camera.y + scale * y, w: scale * w, h: scale * h };
}

/** The pixel of the original under a point of the stage. */
export function pixelAt({ x, y }: Point, camera: Camera): Point {
  return { x: (x - camera.x) / camera.scale, y: (y - camera.y) / camera.scale };
}

/** The smallest rectangle around all of these; undefined for none. */
export function union(rects: readonly Rect[]): Rect | undefined {
  if (rects.length === 0) return undefined;
  const x = Math.min(...rects.map((rect) => rect.x));
  const y = Math.min(...rects.map((rect) => rect.y));
  const right = Math.max(...rects.map((rect) => rect.x + rect.w));
  const bottom = Math.max(...rects.map((rect) => rect.y + rect.h));
  return { x, y, w: right - x, h: bottom - y };
}
