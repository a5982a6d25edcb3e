/** A raster of images and errors as a picture, a pixel a cell: what goes wrong there, and how many lie there. */

import { at } from "../engine/counts";
import { clamped } from "../engine/numbers";
import type { Point } from "../engine/polygon";
import type { SentMap } from "../state/sent";
import type { Rgb } from "../ui/colours";
import type { Scale } from "./shades";

type Cells = Pick<SentMap, "n" | "counts" | "errors">;
export type Placed = Cells & Pick<SentMap, "box">;

/** So many of the cells lie on the ramp: one image with very many errors would leave the others pale. */
const MOST = 0.98;

/** From no errors to very many, an image. */
export function scaleOfCells({ counts, errors }: Cells): Scale {
  const means = Float64Array.from(errors, (own, cell) => own / at(counts, cell)).sort();
  // Cells without an image (0/0) come last.
  const size = means.findIndex(Number.isNaN);
  return [0, Math.max(1, means[Math.floor(MOST * (size < 0 ? means.length : size))] ?? 1)];
}

/** `colourOf` gives the colour of a cell; the opacities, 0..255, are that of one with one image and that of the fullest. */
export function cellPicture(
  { n, counts }: Pick<Cells, "n" | "counts">,
  colourOf: (cell: number) => Rgb,
  [faintest, densest]: readonly [number, number],
) {
  const picture = new ImageData(n, n);
  let most = 1;
  for (let cell = 0; cell < n * n; cell++) most = Math.max(most, at(counts, cell));
  for (let cell = 0; cell < n * n; cell++) {
    const count = at(counts, cell);
    if (count === 0) continue;
    // The lowest row comes first, and stands last.
    const place = 4 * ((n - 1 - Math.floor(cell / n)) * n + (cell % n));
    const opacity = faintest + ((densest - faintest) * Math.log1p(count)) / Math.log1p(most);
    picture.data.set([...colourOf(cell), opacity], place);
  }
  const canvas = document.createElement("canvas");
  canvas.width = n;
  canvas.height = n;
  canvas.getContext("2d")?.putImageData(picture, 0, 0);
  return canvas;
}

/** The middle of a cell in the space of the points. */
export function middleOf({ n, box: [x0, y0, x1, y1] }: Pick<SentMap, "n" | "box">, cell: number): Point {
  return [x0 + (((cell % n) + 0.5) / n) * (x1 - x0), y0 + ((Math.floor(cell / n) + 0.5) / n) * (y1 - y0)];
}

/** How many images and errors lie within `reach` of a place. The pointer moves often: other cells are not looked at. */
export function countsNear(map: Placed, [x, y]: Point, reach: number): Record<"images" | "errors", number> {
  const { n, box, counts, errors } = map;
  const near = { images: 0, errors: 0 };
  const within = (from: number, to: number, place: number) => {
    const cellOf = (edge: number) => clamped(Math.floor((n * (edge - from)) / (to - from)), 0, n - 1);
    return [cellOf(place - reach), cellOf(place + reach)] as const;
  };
  const [left, right] = within(box[0], box[2], x);
  const [low, high] = within(box[1], box[3], y);
  for (let line = low; line <= high; line++) {
    for (let column = left; column <= right; column++) {
      const cell = line * n + column;
      const [cx, cy] = middleOf(map, cell);
      if (Math.hypot(cx - x, cy - y) > reach) continue;
      near.images += at(counts, cell);
      near.errors += at(errors, cell);
    }
  }
  return near;
}
