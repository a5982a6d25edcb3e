/** What a model on show makes better or worse than a baseline, image by image; Python's metrics/change.py. */

import { errorsOf, type Tallies } from "./counts";

/** Of the errors of an image, FP + FN: all gone, the first ones, fewer, more, or as many; by number. */
export const CHANGES = ["fixed", "regressed", "better", "worse", "same"] as const;

export type Change = (typeof CHANGES)[number];

/** The change of each image, by number, from its errors under baseline and model on show. */
export function changesOf(before: Tallies, after: Tallies): Uint8Array {
  return Uint8Array.from(after.tp, (_, row) => {
    const [was, now] = [errorsOf(before, row), errorsOf(after, row)];
    if (was === now) return 4;
    if (now === 0) return 0;
    if (was === 0) return 1;
    return now < was ? 2 : 3;
  });
}
