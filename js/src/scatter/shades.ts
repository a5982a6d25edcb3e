/** From what points are coloured by to a palette entry each: turning the theme changes 256 colours. */

import { type Images, NOISE, UNSPLIT } from "../data/tables";
import type { View } from "../data/wire";
import { CHANGES, LOOKS } from "../engine/change";
import { at, errorsOf, f1Of, type Tallies } from "../engine/counts";
import type { Mask } from "../engine/mask";
import { mixed, type Rgb } from "../ui/colours";
import { SHADES } from "./draw/scene";

export type Colour = View["colour"];

/** Steps of a ramp, from entry 0 to this one. */
const RAMP = 200;
/** The entry of what has no value: no F1, no cluster, no split. */
const NEUTRAL = 255;
export const GROUPS = 8;

export interface Hues {
  readonly right: Rgb;
  readonly wrong: Rgb;
  readonly between: Rgb;
  /** Of points that the filters hide, and of what has no value. */
  readonly faint: Rgb;
  readonly halo: Rgb;
  /** GROUPS colours of clusters and splits; they repeat. */
  readonly groups: readonly Rgb[];
}

/** The values at the ends of a ramp. */
export type Scale = readonly [least: number, most: number];

/** Differences smaller than this are noise: a ramp over them would paint it orange. */
const LEAST_SPAN = 0.1;

/** What of each image lies on a ramp: its errors, else its F1, NaN for 0/0. */
export function valuesOf(colour: Colour, tallies: Tallies): Float64Array {
  const measure = colour === "errors" ? errorsOf : f1Of;
  const values = new Float64Array(tallies.tp.length);
  for (let row = 0; row < values.length; row++) values[row] = measure(tallies, row);
  return values;
}

/**
 * The ramp fits the images that are drawn, which have a place and are in the split: where all F1 lie above .8 they still
 * differ. Row by row: in the order of drawing a million are looked up ten times as slowly.
 */
export function scaleOf(colour: Colour, values: Float64Array, isPlaced: Mask, inSplit: Mask): Scale {
  let [least, most] = [1, 0];
  for (let row = 0; row < values.length; row++) {
    if (!isPlaced[row] || !inSplit[row]) continue;
    const value = values[row] as number;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  if (colour === "errors") return [0, Math.max(1, most)];
  return most < least ? [0, 1] : [Math.max(0, Math.min(least, most - LEAST_SPAN)), Math.max(most, LEAST_SPAN)];
}

/** Of each change, by number, where on the ramp of F1 it lies: wrong, between and right. */
const CHANGE_SHADES = CHANGES.map((word) => ({ wrong: 0, right: RAMP, none: RAMP / 2 })[LOOKS[word] ?? "none"]);

/** `values`: see `valuesOf`; `change`: of each image how its errors changed, by number. */
export function shadesOf(
  colour: Colour,
  images: Images,
  values: Float64Array,
  scale: Scale,
  change: ArrayLike<number> = [],
): Uint8Array<ArrayBuffer> {
  const [least, most] = scale;
  const shade: Record<Colour, (row: number) => number> = {
    f1: (row) => ramp((at(values, row) - least) / (most - least)),
    errors: (row) => ramp(at(values, row) / most),
    change: (row) => CHANGE_SHADES[at(change, row)] ?? NEUTRAL,
    cluster: (row) => groupOf(images.cluster[row] ?? NOISE),
    split: (row) => splitGroup(images.split[row] ?? UNSPLIT),
  };
  const shades = new Uint8Array(images.size);
  const shadeOf = shade[colour];
  for (let row = 0; row < shades.length; row++) shades[row] = shadeOf(row);
  return shades;
}

export function groupOf(id: number): number {
  return id === NOISE ? NEUTRAL : id % GROUPS;
}

/** The entry of an image's split. */
export function splitGroup(code: number): number {
  return groupOf(code === UNSPLIT ? NOISE : code);
}

export function ramp(share: number): number {
  return Number.isNaN(share) ? NEUTRAL : Math.round(Math.min(share, 1) * RAMP);
}

export function paletteOf(colour: Colour, hues: Hues): Uint8Array<ArrayBuffer> {
  const palette = new Uint8Array(4 * SHADES);
  for (let shade = 0; shade < SHADES; shade++) {
    const rgb = shade === NEUTRAL ? hues.faint : colourOf(colour, shade, hues);
    palette.set([...rgb, 255], 4 * shade);
  }
  return palette;
}

function colourOf(colour: Colour, shade: number, { right, wrong, between, groups }: Hues): Rgb {
  const share = shade / RAMP;
  if (colour === "errors") return mixed(between, wrong, Math.min(share, 1));
  if (colour !== "f1" && colour !== "change") return groups[shade % GROUPS] ?? between;
  return share < 0.5 ? mixed(wrong, between, 2 * share) : mixed(between, right, Math.min(2 * share - 1, 1));
}
