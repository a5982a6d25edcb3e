/**
 * The picture of many points: what one looks like is made once, and stamped into an array of pixels.
 *
 * A million points take less than a tenth of a second, and every browser shows the same, with a graphics card or none.
 */

import type { Rgb } from "../../ui/colours";
import { type Frame, isSameKey, type Scene, SHADES } from "./scene";

/** A round dot: `radius` with its halo, device pixels; alpha 0..1. */
interface Dot {
  readonly radius: number;
  readonly haloWidth: number;
  readonly halo: number;
  readonly alpha: number;
}

/** Pixels as the screen has them: opaque red is 0xff0000ff, premultiplied, with a margin around the picture. */
export interface Pixels {
  readonly data: Uint32Array<ArrayBuffer>;
  /** Including the margin on both sides. */
  readonly width: number;
  readonly height: number;
  readonly margin: number;
}

/** Paints whole pictures, and keeps the layer of background points from one to the next. */
export function createRaster(): (scene: Scene, frame: Frame) => Pixels {
  let pixels: Pixels = { data: new Uint32Array(0), width: 0, height: 0, margin: 0 };
  let layer = new Uint32Array(0);
  let layerKey: readonly unknown[] = [];
  return (scene, frame) => {
    const { look } = scene;
    const { pixelRatio } = frame;
    const { backgroundRadius, foregroundRadius, haloWidth } = look;
    const foreground: Dot = {
      radius: (foregroundRadius + haloWidth) * pixelRatio,
      haloWidth: haloWidth * pixelRatio,
      halo: packed(look.halo),
      alpha: 1,
    };
    pixels = fitted(pixels, frame, foreground.radius);
    const { data } = pixels;
    const key = [data.length, ...backgroundKeyOf(scene, frame)];
    if (scene.background.length === 0) data.fill(0);
    else if (isSameKey(key, layerKey)) data.set(layer);
    else {
      data.fill(0);
      const dot = { radius: backgroundRadius * pixelRatio, haloWidth: 0, halo: 0, alpha: look.backgroundAlpha };
      // Every shade looks alike: one way through the code for both layers is twice as fast as two.
      stamp(pixels, scene, scene.background, frame, dot, new Uint32Array(SHADES).fill(packed(look.background)));
      layer = data.slice();
      layerKey = key;
    }
    stamp(pixels, scene, scene.foreground, frame, foreground, new Uint32Array(scene.palette.buffer));
    return pixels;
  };
}

/** Everything the layer of background points depends on; while it stays the same the layer is kept. */
function backgroundKeyOf(scene: Scene, frame: Frame): readonly unknown[] {
  const { camera, width, height, pixelRatio, maxPoints } = frame;
  const isSampled = scene.background.length > maxPoints;
  return [
    ...[
      scene.positions,
      scene.background,
      scene.look.backgroundRadius,
      scene.look.background,
      scene.look.backgroundAlpha,
    ],
    ...[camera.x, camera.y, camera.scale, width, height, pixelRatio, isSampled && maxPoints],
  ];
}

/** CSS pixels: wider than dots mostly are, so that others of them leave the layer of background points as it is. */
const MARGIN = 40;

/** The margin holds what hangs over the edge, so that no stamp need be cut. */
function fitted(before: Pixels, { width, height, pixelRatio }: Frame, radius: number): Pixels {
  const margin = Math.ceil(Math.max(2 * radius + 3, MARGIN * pixelRatio));
  const [across, down] = [width + 2 * margin, height + 2 * margin];
  if (before.width === across && before.height === down && before.margin === margin) return before;
  return { data: new Uint32Array(across * down), width: across, height: down, margin };
}

/** Positions within a pixel that have a stamp of their own, each way: fewer and dots would hop while one pans. */
const PHASES = 4;
/** Radius in device pixels from which a dot is drawn round. */
const ROUND = 1.25;
/** The whole of a weight. */
const FULL = 256;

function stamp(
  { data, width, height, margin }: Pixels,
  { positions, shades }: Scene,
  rows: Uint32Array,
  { camera, pixelRatio, maxPoints }: Frame,
  dot: Dot,
  colours: Uint32Array,
): void {
  const { halo } = dot;
  const { starts, places, weights, cores } = stampsOf(dot, width);
  const reach = dot.radius + 0.5;
  const scale = camera.scale * pixelRatio;
  // Of the upper left corner of a stamp, within the margin.
  const left = width / 2 - camera.x * scale - reach;
  const top = height / 2 + camera.y * scale - reach;
  const [right, bottom] = [width - margin, height - margin];
  const count = Math.min(rows.length, maxPoints);
  for (let i = 0; i < count; i++) {
    const row = rows[i] as number;
    const x = left + (positions[2 * row] as number) * scale;
    const y = top - (positions[2 * row + 1] as number) * scale;
    if (!(x >= 0 && x < right && y >= 0 && y < bottom)) continue;
    const column = Math.trunc(x);
    const line = Math.trunc(y);
    const phase = Math.trunc((x - column) * PHASES) + PHASES * Math.trunc((y - line) * PHASES);
    const colour = colours[shades[row] as number] as number;
    const start = line * width + column;
    const end = starts[phase + 1] as number;
    for (let j = starts[phase] as number; j < end; j++) {
      const place = start + (places[j] as number);
      const ink = blended(halo, colour, cores[j] as number);
      data[place] = blended(data[place] as number, ink, weights[j] as number);
    }
  }
}

/** The pixels of a dot at each of its phases; those of phase p are starts[p] .. starts[p + 1]. */
interface Stamps {
  readonly starts: Uint32Array;
  /** Distances from the upper left corner, in pixels of the array. */
  readonly places: Int32Array;
  /** How much of the pixel the dot covers, and how much of that is not halo, 0..FULL. */
  readonly weights: Uint16Array;
  readonly cores: Uint16Array;
}

function stampsOf({ radius, haloWidth, alpha }: Dot, width: number): Stamps {
  const reach = radius + 0.5;
  const side = Math.ceil(2 * reach) + 1;
  const share = (edge: number, distance: number) => Math.min(Math.max(edge + 0.5 - distance, 0), 1);
  // Too small to look round: as many whole pixels as its area has, which need no blending.
  const square = radius < ROUND ? Math.round(radius * Math.sqrt(Math.PI)) / 2 : 0;
  const isInSquare = (distance: number) => -square <= distance && distance < square;
  const pixels: { place: number; weight: number; core: number }[] = [];
  const starts = new Uint32Array(PHASES * PHASES + 1);
  for (let phase = 0; phase < PHASES * PHASES; phase++) {
    const middle = (part: number) => reach + (part + 0.5) / PHASES;
    const [x, y] = [middle(phase % PHASES), middle(Math.trunc(phase / PHASES))];
    for (let i = 0; i < side * side; i++) {
      const [column, line] = [i % side, Math.trunc(i / side)];
      const [across, down] = [column + 0.5 - x, line + 0.5 - y];
      const distance = Math.hypot(across, down);
      const covered = square > 0 ? Number(isInSquare(across) && isInSquare(down)) : share(radius, distance);
      const weight = Math.round(covered * alpha * FULL);
      // Of a dot without a halo all is core: the loop that stamps does not ask. One that was compiled for none would run
      // uncompiled for a tenth of a second where zooming brings the first.
      const core = Math.round(share(haloWidth > 0 ? radius - haloWidth : side, distance) * FULL);
      if (weight > 0) pixels.push({ place: line * width + column, weight, core });
    }
    starts[phase + 1] = pixels.length;
  }
  return {
    starts,
    places: Int32Array.from(pixels, ({ place }) => place),
    weights: Uint16Array.from(pixels, ({ weight }) => weight),
    cores: Uint16Array.from(pixels, ({ core }) => core),
  };
}

/** `part` of FULL of the one over the rest of the other; two channels are calculated at once. */
function blended(under: number, over: number, part: number): number {
  if (part === FULL) return over;
  const rest = FULL - part;
  const odd = (Math.imul(under & 0xff00ff, rest) + Math.imul(over & 0xff00ff, part)) >>> 8;
  const even = Math.imul((under >>> 8) & 0xff00ff, rest) + Math.imul((over >>> 8) & 0xff00ff, part);
  return (odd & 0xff00ff) | (even & 0xff00ff00);
}

/** A colour as an opaque pixel. */
function packed([red, green, blue]: Rgb): number {
  return (255 << 24) | (blue << 16) | (green << 8) | red;
}
