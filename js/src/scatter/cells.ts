/** A raster of images and errors as a picture, a pixel a cell: what goes wrong there, and how many lie there. */

import { at } from "../engine/counts";
import type { SentMap } from "../state/sent";
import type { Scale } from "./shades";

type Cells = Pick<SentMap, "n" | "counts" | "errors">;

/** Opacity of a cell with one image, 0..255. */
const FAINTEST = 70;
/** So many of the cells lie on the ramp: one image with very many errors would leave the others pale. */
const MOST = 0.98;

/** From no errors to very many, an image. */
export function scaleOfCells({ counts, errors }: Cells): Scale {
  const means = Float64Array.from(errors, (own, cell) => own / at(counts, cell)).sort();
  // Cells without an image (0/0) come last.
  const size = means.findIndex(Number.isNaN);
  return [0, Math.max(1, means[Math.floor(MOST * (size < 0 ? means.length : size))] ?? 1)];
}

/** `shadeOf` gives a cell's entry of the palette. */
export function cellPicture({ n, counts }: Cells, shadeOf: (cell: number) => number, palette: Uint8Array) {
  const picture = new ImageData(n, n);
  let most = 1;
  for (let cell = 0; cell < n * n; cell++) most = Math.max(most, at(counts, cell));
  for (let cell = 0; cell < n * n; cell++) {
    const count = at(counts, cell);
    if (count === 0) continue;
    const start = 4 * shadeOf(cell);
    // The lowest row comes first, and stands last.
    const place = 4 * ((n - 1 - Math.floor(cell / n)) * n + (cell % n));
    picture.data.set(palette.subarray(start, start + 3), place);
    picture.data[place + 3] = FAINTEST + ((255 - FAINTEST) * Math.log1p(count)) / Math.log1p(most);
  }
  const canvas = document.createElement("canvas");
  canvas.width = n;
  canvas.height = n;
  canvas.getContext("2d")?.putImageData(picture, 0, 0);
  return canvas;
}
