/** Shades as colours, with a text colour that can be read on each. */

import type { Tone } from "../../engine/cells";
import { css, mixed, type Rgb, readTokens, textOn } from "../../ui/colours";
import { STEPS, TONE_ORDER } from "./table";

/** By shade. */
export interface Colours {
  readonly fill: readonly string[];
  readonly text: readonly string[];
}

export interface Palette extends Colours {
  /** Of cells that are selected: filled with ink, in which the shade is still seen. */
  readonly selected: Colours;
  /** The fills as the bytes of an image: red, green, blue, opaque. */
  readonly pixels: Uint32Array;
  readonly names: { readonly ink: string; readonly soft: string; readonly ground: string };
}

/** The faintest cell must still be seen as one. */
const FAINTEST = 0.16;
/** Ink in what is selected. */
const INK = 0.72;

export function readPalette(node: Element): Palette {
  const tokens = readTokens(node, ["right", "wrong", "missed", "well", "ink", "soft", "ground"]);
  const names = { ink: css(tokens.ink), soft: css(tokens.soft), ground: css(tokens.ground) };
  const shade = (tone: Tone, step: number): Rgb => {
    const share = FAINTEST + ((1 - FAINTEST) * (step - 1)) / (STEPS - 2);
    return step === 0 ? tokens.well : mixed(tokens.well, tokens[tone], share);
  };
  const shades = TONE_ORDER.flatMap((tone) => Array.from({ length: STEPS }, (_, step) => shade(tone, step)));
  const inked = shades.map((rgb) => mixed(rgb, tokens.ink, INK));
  return {
    fill: shades.map(css),
    text: shades.map((rgb, i) => (i === 0 ? names.soft : textOn(rgb))),
    selected: { fill: inked.map(css), text: inked.map(textOn) },
    pixels: new Uint32Array(Uint8Array.from(shades.flatMap((rgb) => [...rgb, 255])).buffer),
    names,
  };
}
