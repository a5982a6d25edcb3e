/** From an image to the outcomes behind it. */

import type { Outcomes } from "../data/tables";
import type { CellCount } from "./cells";
import { at, holdingAt } from "./counts";
import type { RowTest } from "./facets/facet";
import { type Groups, grouped, rowsIn } from "./groups";

/** Outcome rows grouped by image. */
export type ByImage = Groups;

/** Index the outcomes by their image; `images` is the number of images. */
export function byImage(outcomes: Outcomes, images: number): ByImage {
  return grouped(outcomes.image, images);
}

/** The outcome rows of one image that hold at the threshold. */
export function outcomesAt(index: ByImage, outcomes: Outcomes, image: number, confidence: number): number[] {
  return [...rowsIn(index, image)].filter(holdingAt(outcomes, confidence));
}

/** What is wrong in one image, most frequent first; instead what is selected, where facets of outcomes select. */
export function explained(
  outcomes: Outcomes,
  rows: readonly number[],
  isSelected: RowTest | undefined,
): readonly CellCount[] {
  const counts = new Map<string, CellCount>();
  for (const i of rows) {
    const actual = at(outcomes.actual, i);
    const predicted = at(outcomes.predicted, i);
    const key = String([actual, predicted]);
    if (isSelected ? !isSelected(i) : actual === predicted) continue;
    const count = (counts.get(key)?.count ?? 0) + at(outcomes.count, i);
    counts.set(key, { actual, predicted, count });
  }
  return [...counts.values()].sort((a, b) => b.count - a.count);
}
