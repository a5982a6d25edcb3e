/** What shows the points: a canvas, and the pixels that are stamped for it. */

import { createRaster } from "./raster";
import type { Box, Frame, Picture, Scene } from "./scene";

export interface Painter {
  /** Paint the whole canvas, which gets as many pixels as the frame has. */
  paint(scene: Scene, frame: Frame): void;
  /** Hold no pixels while nobody looks; the next picture is painted from scratch. */
  release(): void;
}

export function createPainter(canvas: HTMLCanvasElement): Painter {
  // Kept by the processor, which stamps: nothing goes to a graphics card that could lose it.
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  let raster = createRaster();
  return {
    paint(scene, frame) {
      fitPixels(canvas, frame.width, frame.height);
      const { data, width, height, margin } = raster(scene, frame);
      unmultiply(data);
      const picture = new ImageData(new Uint8ClampedArray(data.buffer), width, height);
      pen?.putImageData(picture, -margin, -margin);
      for (const own of scene.pictures ?? []) if (pen) paintBeneath(pen, own, frame);
    },
    release() {
      raster = createRaster();
      fitPixels(canvas, 0, 0);
    },
  };
}

function paintBeneath(
  pen: CanvasRenderingContext2D,
  { picture, box, outside }: Picture,
  { camera, width, height, pixelRatio }: Frame,
): void {
  const scale = camera.scale * pixelRatio;
  const placed = ([x0, y0, x1, y1]: Box) =>
    [
      ...[width / 2 + (x0 - camera.x) * scale, height / 2 - (y1 - camera.y) * scale],
      ...[(x1 - x0) * scale, (y1 - y0) * scale],
    ] as [number, number, number, number];
  const place = placed(box);
  pen.save();
  pen.globalCompositeOperation = "destination-over";
  // A cell is what it is, however near one looks; of many in a pixel each has its part.
  pen.imageSmoothingEnabled = Math.min(place[2], place[3]) < picture.width;
  if (outside) {
    pen.beginPath();
    pen.rect(0, 0, width, height);
    pen.rect(...placed(outside));
    pen.clip("evenodd");
  }
  pen.drawImage(picture, ...place);
  pen.restore();
}

/** Setting the size of a canvas clears it, even to the same. */
function fitPixels(canvas: HTMLCanvasElement, width: number, height: number): void {
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
}

/** A canvas takes colours as they are before their alpha is taken off. */
function unmultiply(data: Uint32Array): void {
  for (let i = 0; i < data.length; i++) {
    const pixel = data[i] as number;
    const alpha = pixel >>> 24;
    if (alpha === 0 || alpha === 255) continue;
    const whole = 255 / alpha;
    const [red, green, blue] = [(pixel & 255) * whole, ((pixel >>> 8) & 255) * whole, ((pixel >>> 16) & 255) * whole];
    data[i] = (alpha << 24) | (blue << 16) | (green << 8) | red;
  }
}
