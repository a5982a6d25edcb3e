/** Images that are marked, and instances one of whose objects is. */

import { keep } from "../mask";
import type { Chip, ImageFacet, OutcomeFacet } from "./facet";

/** Rows of images or of objects, ascending. */
export interface Among {
  readonly in: readonly number[];
}

/** What both have in common: an entry of `where`, which is left out where nothing is marked. */
const SHARED = {
  trait: "where",
  empty: null as Among | null,
  accepts: (value: unknown) => Array.isArray((value as Partial<Among>).in),
} as const;

const chips = (text: string) => (): readonly Chip<Among | null>[] => [{ text, look: "marked", left: null }];

export const markedImages: ImageFacet<"marked_images", Among | null> = {
  ...SHARED,
  name: "marked_images",
  group: "images",
  keep(mask, value) {
    const wanted = new Set(value?.in);
    keep(mask, (row) => wanted.has(row));
  },
  chips: chips("marked images"),
};

export const markedInstances: OutcomeFacet<"marked_instances", Among | null> = {
  ...SHARED,
  name: "marked_instances",
  group: "outcomes",
  test(value, { outcomes: { truth, prediction }, isBaseline }) {
    const wanted = new Set(value?.in);
    return (row) => wanted.has(truth[row] ?? -1) || (!isBaseline && wanted.has(prediction[row] ?? -1));
  },
  chips: chips("marked instances"),
};
