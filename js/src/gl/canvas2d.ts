/** Points painted where there is no WebGL2. */

import { createRaster, type Pixels } from "./raster";
import { fitPixels, type PointPainter } from "./scene";

export function canvasPointPainter(canvas: HTMLCanvasElement): PointPainter | undefined {
  const context = canvas.getContext("2d");
  if (!context) return undefined;
  let raster = createRaster();
  return {
    paint(scene, frame) {
      fitPixels(canvas, frame);
      const { data, width, height, margin } = raster(scene, frame);
      const picture = new ImageData(unmultiplied(data), width, height);
      context.putImageData(picture, -margin, -margin);
      return true;
    },
    release() {
      raster = createRaster();
    },
    resume() {},
  };
}

/** A canvas takes colours as they are before their alpha is taken off. */
function unmultiplied(data: Pixels["data"]): Uint8ClampedArray<ArrayBuffer> {
  const bytes = new Uint8ClampedArray(data.buffer.slice(0));
  for (let i = 3; i < bytes.length; i += 4) {
    const alpha = bytes[i] as number;
    if (alpha === 0 || alpha === 255) continue;
    for (let channel = i - 3; channel < i; channel++) bytes[channel] = ((bytes[channel] as number) * 255) / alpha;
  }
  return bytes;
}
