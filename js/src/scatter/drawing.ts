/** What lies over the points: the lasso and the ring of the point under the pointer. */

import type { Point, Polygon } from "../engine/polygon";
import { loopsOf } from "../engine/polygons";
import { set, svg } from "../ui/dom";
import type { Pixel } from "../ui/hands";
import { type Size, toPixel } from "./camera";
import type { Camera } from "./draw/scene";

export interface Drawing {
  readonly node: SVGElement;
  /** Closed polygons in embedding space: the lasso that holds, and the one that is being drawn. */
  lasso(polygons: readonly Polygon[], camera: Camera, size: Size): void;
  ring(pixel: Pixel | undefined): void;
}

export const RING_PX = 7;

export function createDrawing(): Drawing {
  const lasso = svg("path.lasso");
  const ring = svg("circle.ring", { r: RING_PX, visibility: "hidden" });
  return {
    node: svg("svg", { "aria-hidden": true }, lasso, ring),
    lasso(polygons, camera, size) {
      const line = (loop: readonly Point[]) =>
        loop
          .map(([x, y]) =>
            toPixel(camera, size, x, y)
              .map((at) => at.toFixed(1))
              .join(","),
          )
          .join(" ");
      set(lasso, {
        d: polygons
          .flatMap(loopsOf)
          .map((loop) => `M${line(loop)}Z`)
          .join(""),
      });
    },
    ring(pixel) {
      if (pixel) set(ring, { cx: pixel[0], cy: pixel[1] });
      set(ring, { visibility: pixel ? "visible" : "hidden" });
    },
  };
}
