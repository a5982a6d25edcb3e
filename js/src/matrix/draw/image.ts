/** The cells as an image, a pixel each or one for several: what many small cells are painted from. */

import type { Palette } from "../model/palette";
import { STEPS, type Table } from "../model/table";

export type ImageOf = (table: Table, palette: Palette, side: number) => HTMLCanvasElement;

/** Makes images `side` pixels wide, and keeps the last: scrolling and marks change nothing in it. */
export function createImage(): ImageOf {
  const canvas = document.createElement("canvas");
  let drawn: Parameters<ImageOf> | undefined;
  return (...wanted) => {
    if (wanted.some((value, i) => drawn?.[i] !== value)) {
      canvas.width = wanted[2];
      canvas.height = wanted[2];
      canvas.getContext("2d")?.putImageData(pixelsOf(...wanted), 0, 0);
      drawn = wanted;
    }
    return canvas;
  };
}

/** Of the cells that share a pixel the strongest is seen: an average of mostly nothing would be nothing. */
function pixelsOf({ size, shades }: Table, { pixels }: Palette, side: number): ImageData {
  const image = new ImageData(side, side);
  const colours = new Uint32Array(image.data.buffer).fill(pixels[0] as number);
  const strongest = new Uint8Array(colours.length);
  const pixelAt = Uint16Array.from({ length: size }, (_, line) => (line * side) / size);
  for (let row = 0, cell = 0; row < size; row++) {
    const start = (pixelAt[row] as number) * side;
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
