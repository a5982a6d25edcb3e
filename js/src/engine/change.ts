/** What a model on show makes better or worse than a baseline, image by image; Python's metrics/change.py. */

import { errorsOf, type Tallies } from "./counts";

/** Of the errors of an image, FP + FN: all gone, the first ones, fewer, more, or as many; by number. */
export const CHANGES = ["fixed", "regressed", "better", "worse", "same"] as const;

/** What is better, and what is worse, of images and of instances. */
export const LOOKS: Readonly<Record<string, "right" | "wrong">> = {
  ...({ fixed: "right", better: "right", gone: "right" } as const),
  ...({ broken: "wrong", regressed: "wrong", worse: "wrong", new: "wrong" } as const),
};

export type Change = (typeof CHANGES)[number];

/** The change of each image, by number, from its errors under baseline and model on show. */
export function changesOf(before: Tallies, after: Tallies): Uint8Array {
  const found = new Uint8Array(after.tp.length);
  for (let row = 0; row < found.length; row++) {
    const [was, now] = [errorsOf(before, row), errorsOf(after, row)];
    found[row] = was === now ? 4 : now === 0 ? 0 : was === 0 ? 1 : now < was ? 2 : 3;
  }
  return found;
}
