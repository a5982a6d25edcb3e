/** What shows the points: a canvas, and the pixels that are stamped for it. */

import { createRaster } from "./raster";
import type { Frame, Scene } from "./scene";

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
    },
    release() {
      raster = createRaster();
      fitPixels(canvas, 0, 0);
    },
  };
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
