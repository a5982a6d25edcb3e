/** What each pixel is and was taken for, as a layer of colours over a picture. */

import type { Segmentation } from "../data/segmentation";
import type { Outcomes } from "../data/tables";
import type { View } from "../data/wire";
import { cellKind, TONES, type Tone } from "../engine/cells";
import { at } from "../engine/counts";
import type { Header } from "../engine/header";
import type { Rgb } from "../ui/colours";
import { el } from "../ui/dom";

/** Bright over any picture, in both themes: --over-right and the like. */
export const HUES: Readonly<Record<Tone, Rgb>> = {
  right: [106, 169, 255],
  wrong: [255, 143, 84],
  missed: [194, 151, 255],
};
/** Alphas: of what is right, of what is not, of what something else stands out from. */
const [QUIET, LOUD, FAINT] = [56, 216, 36];
/** Turns of the colour wheel from class to class: neighbours by number never look alike. */
const TURN = 0.381966;

export interface Look {
  readonly overlay: View["overlay"];
  /** The outcome rows of the image, ascending. */
  readonly rows: Uint32Array;
  /** Is an outcome drawn? */
  readonly isShown?: (row: number) => boolean;
  /** Does it stand out from the others? */
  readonly isLit?: ((row: number) => boolean) | undefined;
}

/** The colours of an image's pixels by their value, as the bytes of a canvas. */
export function coloursOf({ actual, predicted }: Outcomes, { background }: Header, look: Look): Uint32Array {
  const { overlay, rows, isShown, isLit } = look;
  const bytes = new Uint8Array(4 * (rows.length + 1));
  const isErrors = overlay === "errors";
  rows.forEach((row, place) => {
    const [truth, answer] = [at(actual, row), at(predicted, row)];
    const label = overlay === "truth" ? truth : answer;
    // What is background, and rightly so, is left as it is.
    const isNothing = label === background && (!isErrors || truth === answer);
    if (overlay === "none" || isNothing || isShown?.(row) === false) return;
    const tone = TONES[cellKind(truth, answer, background)];
    const full = isErrors && tone === "right" ? QUIET : LOUD;
    const alpha = isLit ? (isLit(row) ? LOUD : FAINT) : full;
    bytes.set([...(isErrors ? HUES[tone] : hueOf(label)), alpha], 4 * (place + 1));
  });
  return new Uint32Array(bytes.buffer);
}

/** A colour of its own for each class, of the same strength. */
export function hueOf(label: number): Rgb {
  const part = (n: number) => {
    const k = (n + 12 * ((label * TURN + 0.55) % 1)) % 12;
    return Math.round(255 * (0.62 - 0.34 * Math.max(-1, Math.min(k - 3, 9 - k, 1))));
  };
  return [part(0), part(8), part(4)];
}

/** A layer that fills what it lies in. */
export function createLayer(): HTMLCanvasElement {
  return el("canvas", { class: "segmentation", "aria-hidden": true });
}

/** Draw the pixels in their colours. */
export function paint(canvas: HTMLCanvasElement, { width, height, values }: Segmentation, colours: Uint32Array): void {
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const image = new ImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  for (let i = 0; i < values.length; i++) pixels[i] = colours[values[i] as number] as number;
  canvas.getContext("2d")?.putImageData(image, 0, 0);
}
