/** Images of any of these clusters. */

import { NOISE } from "../../data/tables";
import { at } from "../counts";
import { keep } from "../mask";
import type { ImageFacet } from "./facet";

export const clusters: ImageFacet<"clusters", readonly number[]> = {
  name: "clusters",
  group: "images",
  empty: [],
  keep(mask, ids, { cluster }) {
    const wanted = new Set(ids);
    keep(mask, (row) => wanted.has(at(cluster, row)));
  },
  chips: (ids) =>
    ids.map((id) => ({
      text: id === NOISE ? "unclustered" : `cluster ${id}`,
      look: "cluster",
      left: ids.filter((other) => other !== id),
    })),
};
