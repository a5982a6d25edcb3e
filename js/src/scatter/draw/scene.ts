/** What is painted and from where. A scene is never changed in place: what is kept of it is known by identity. */

import type { Rgb } from "../../ui/colours";

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
  /** Beneath the points, the uppermost first. */
  readonly pictures?: readonly Picture[];
}

/** [x0, y0, x1, y1] in the space of the points. */
export type Box = readonly [number, number, number, number];

export interface Picture {
  readonly picture: HTMLCanvasElement;
  readonly box: Box;
  /** It shows outside of this alone. */
  readonly outside?: Box | undefined;
}

/** Radii in CSS pixels. */
export interface Look {
  readonly background: Rgb;
  /** 0..1, of one point; many of them one over the other are seen better. */
  readonly backgroundAlpha: number;
  readonly halo: Rgb;
  readonly backgroundRadius: number;
  readonly foregroundRadius: number;
  readonly haloWidth: number;
}

export interface Frame {
  readonly camera: Camera;
  /** Of the canvas, in its own pixels. */
  readonly width: number;
  readonly height: number;
  /** Pixels of the canvas for one CSS pixel. */
  readonly pixelRatio: number;
  /** At most this many points a layer: a sample stands for the whole while the view moves. */
  readonly maxPoints: number;
}

export const SHADES = 256;

export function isSameKey(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((part, i) => part === b[i]);
}
