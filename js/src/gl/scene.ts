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
  /** Rows drawn faint, beneath. */
  readonly background: Uint32Array<ArrayBuffer>;
  /** Rows drawn in their shade, on top. The first n of them are a fair sample. */
  readonly foreground: Uint32Array<ArrayBuffer>;
  /** For every row an entry of the palette. */
  readonly shades: Uint8Array<ArrayBuffer>;
  /** SHADES colours, four bytes each. */
  readonly palette: Uint8Array<ArrayBuffer>;
  readonly look: Look;
}

/** Radii in CSS pixels. */
export interface Look {
  readonly background: Rgba;
  readonly halo: Rgba;
  readonly backgroundRadius: number;
  readonly foregroundRadius: number;
  readonly haloWidth: number;
}

export interface Frame {
  readonly camera: Camera;
  readonly width: number;
  readonly height: number;
  /** Device pixels for one CSS pixel. */
  readonly pixelRatio: number;
  /** At most this many points a layer: a sample stands for the whole while the view moves. */
  readonly maxPoints: number;
}

export const SHADES = 256;

export interface PointPainter {
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
export function fitPixels(canvas: HTMLCanvasElement, { width, height, pixelRatio }: Frame): void {
  const [w, h] = [Math.max(1, Math.round(width * pixelRatio)), Math.max(1, Math.round(height * pixelRatio))];
  if (canvas.width !== w) canvas.width = w;
  if (canvas.height !== h) canvas.height = h;
}
