/** What lies over the points: the lasso and the ring of the point under the pointer. */

import type { Camera } from "../gl/scene";
import { set, svg } from "../ui/dom";
import { type Pixel, type Size, toPixel } from "./camera";

export interface Drawing {
  readonly node: SVGElement;
  /** A closed polygon in embedding space; none when empty. */
  lasso(polygon: readonly (readonly [number, number])[], camera: Camera, size: Size): void;
  ring(pixel: Pixel | undefined): void;
}

const RING_PX = 7;

export function createDrawing(): Drawing {
  const lasso = svg("polygon.lasso");
  const ring = svg("circle.ring", { r: RING_PX, visibility: "hidden" });
  return {
    node: svg("svg", { "aria-hidden": true }, lasso, ring),
    lasso(polygon, camera, size) {
      const pixels = polygon.map(([x, y]) => toPixel(camera, size, x, y));
      set(lasso, { points: pixels.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ") });
    },
    ring(pixel) {
      if (pixel) set(ring, { cx: pixel[0], cy: pixel[1] });
      set(ring, { visibility: pixel ? "visible" : "hidden" });
    },
  };
}
