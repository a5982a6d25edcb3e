/** Images whose errors changed so from a baseline, in any of these ways. */

import { CHANGES, type Change, LOOKS } from "../change";
import { at } from "../counts";
import { keep } from "../mask";
import type { ImageFacet } from "./facet";

export const change: ImageFacet<"change", readonly Change[]> = {
  name: "change",
  group: "images",
  empty: [],
  accepts: (value) => Array.isArray(value) && value.every((word) => CHANGES.includes(word)),
  keep(mask, words, _images, codes) {
    if (codes) keep(mask, (row) => words.includes(CHANGES[at(codes, row)] as Change));
  },
  chips: (words) =>
    words.map((word) => ({
      text: `${word} images`,
      look: LOOKS[word] ?? "picked",
      left: words.filter((other) => other !== word),
    })),
};
