/** Images whose point lies in a polygon. */

import { countOf } from "../mask";
import { counted } from "../numbers";
import { keepInside, type Polygon, simplified } from "../polygon";
import type { ImageFacet } from "./facet";

export const lasso: ImageFacet<"lasso", Polygon> = {
  name: "lasso",
  group: "images",
  empty: [],
  /** Fewer than three vertices hold nothing, so they are no lasso. */
  limited: (polygon) => (polygon.length < 3 ? [] : simplified(polygon)),
  keep: (mask, polygon, { x, y }) => keepInside(mask, x, y, polygon),
  /** It says how many images of the split it holds, whatever the other facets say. */
  chips(polygon, { images, inSplit }) {
    const mask = inSplit.slice();
    keepInside(mask, images.x, images.y, polygon);
    // Where rows are not here nobody tells.
    const size = images.size > 0 ? `, ${counted(countOf(mask), "images")}` : "";
    return [{ text: `lasso${size}`, look: "lasso", left: [] }];
  },
};
