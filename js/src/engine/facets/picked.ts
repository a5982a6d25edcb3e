/** Images picked one by one. */

import { MAX_PICKED } from "../../data/wire";
import { isolated } from "../cellWords";
import { keep } from "../mask";
import { counted } from "../numbers";
import type { ImageFacet } from "./facet";

/** Image rows. */
export const picked: ImageFacet<"picked", readonly number[]> = {
  name: "picked",
  group: "images",
  empty: [],
  limited: (rows) => rows.slice(0, MAX_PICKED),
  keep(mask, rows) {
    const wanted = new Set(rows);
    keep(mask, (row) => wanted.has(row));
  },
  chips(rows, { images }) {
    const [only] = rows;
    const isOne = rows.length === 1 && only !== undefined;
    const text = isOne ? isolated(images.name.at(only)) : `${counted(rows.length, "images")} picked`;
    return [{ text, look: "picked", left: [] }];
  },
};
