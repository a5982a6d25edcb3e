/** The cells as an image, a pixel each or one for several: what many small cells are painted from. */

import type { Palette } from "../model/palette";
import { STEPS, type Table } from "../model/table";

/** `inner` lines are classes and take `side` pixels; a line beyond them, the background's, has one of its own. */
export type ImageOf = (table: Table, palette: Palette, inner: number, side: number) => HTMLCanvasElement;

/** Makes images, and keeps the last: scrolling and marks change nothing in it. */
export function createImage(): ImageOf {
  const canvas = document.createElement("canvas");
  let drawn: Parameters<ImageOf> | undefined;
  return (...wanted) => {
    if (wanted.some((value, i) => drawn?.[i] !== value)) {
      const image = pixelsOf(...wanted);
      canvas.width = image.width;
      canvas.height = image.height;
      canvas.getContext("2d")?.putImageData(image, 0, 0);
      drawn = wanted;
    }
    return canvas;
  };
}

/** Of the cells that share a pixel the strongest is seen: an average of mostly nothing would be nothing. */
function pixelsOf({ size, shades }: Table, { pixels }: Palette, inner: number, side: number): ImageData {
  const whole = side + size - inner;
  const image = new ImageData(whole, whole);
  const colours = new Uint32Array(image.data.buffer).fill(pixels[0] as number);
  const strongest = new Uint8Array(colours.length);
  const pixelAt = Uint16Array.from({ length: size }, (_, line) => (line * side) / inner);
  for (let row = 0, cell = 0; row < size; row++) {
    const start = (pixelAt[row] as number) * whole;
    for (let column = 0; column < size; column++, cell++) {
      const shade = shades[cell] as number;
      if (shade === 0) continue;
      const pixel = start + (pixelAt[column] as number);
      if (shade % STEPS <= (strongest[pixel] as number)) continue;
      strongest[pixel] = shade % STEPS;
      colours[pixel] = pixels[shade] as number;
    }
  }
  return image;
}
