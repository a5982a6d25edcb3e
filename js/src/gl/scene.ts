/** What is painted and from where. A scene is never changed in place: painters compare by identity. */

/** Red, green, blue and alpha, each 0..1. */
export type Rgba = readonly [number, number, number, number];

/** The centre of the view in the space of the points, and CSS pixels for one unit of it; y is up. */
export interface Camera {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

export interface Scene {
  /** x, y of every row, one after the other. */
  readonly positions: Float32Array<ArrayBuffer>;
  /** Rows drawn as faint dust, beneath. */
  readonly ground: Uint32Array<ArrayBuffer>;
  /** Rows drawn in their shade, on top. The first n of them are a fair sample. */
  readonly shown: Uint32Array<ArrayBuffer>;
  /** For every row an entry of the palette. */
  readonly shades: Uint8Array<ArrayBuffer>;
  /** SHADES colours, four bytes each. */
  readonly palette: Uint8Array<ArrayBuffer>;
  readonly look: Look;
}

/** Radii in CSS pixels. */
export interface Look {
  readonly dust: Rgba;
  readonly halo: Rgba;
  readonly dustRadius: number;
  readonly shownRadius: number;
  readonly haloWidth: number;
}

export interface Frame {
  readonly camera: Camera;
  readonly width: number;
  readonly height: number;
  /** Device pixels for one CSS pixel. */
  readonly ratio: number;
  /** At most this many points a layer: a sample stands for the whole while a hand moves. */
  readonly most: number;
}

export const SHADES = 256;

export interface Painter {
  /** Paint the whole canvas; false: it cannot now, because the context is lost. */
  paint(scene: Scene, frame: Frame): boolean;
  /** Give the graphics memory back while nobody looks; `resume` asks for it again. */
  release(): void;
  resume(): void;
}

export function isSameKey(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((part, i) => part === b[i]);
}

/** Give the canvas as many pixels as the screen shows; changing them would clear it. */
export function fitPixels(canvas: HTMLCanvasElement, { width, height, ratio }: Frame): void {
  const [w, h] = [Math.max(1, Math.round(width * ratio)), Math.max(1, Math.round(height * ratio))];
  if (canvas.width !== w) canvas.width = w;
  if (canvas.height !== h) canvas.height = h;
}
