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
      if (scene.cells) paintCells(scene.cells);

      function paintCells({ picture: cells, box }: NonNullable<Scene["cells"]>) {
        const { camera, width: across, height: down, pixelRatio } = frame;
        const scale = camera.scale * pixelRatio;
        const [x0, y0, x1, y1] = Array.from(box) as [number, number, number, number];
        const [left, top] = [across / 2 + (x0 - camera.x) * scale, down / 2 - (y1 - camera.y) * scale];
        if (!pen) return;
        // A cell is what it is, however near one looks.
        pen.imageSmoothingEnabled = false;
        pen.drawImage(cells, left, top, (x1 - x0) * scale, (y1 - y0) * scale);
      }
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
