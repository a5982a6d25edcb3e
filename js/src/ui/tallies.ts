/** "3 TP 1 FP 0 FN": the counts of one image, in their colours. */

import { el } from "./dom";

const KINDS = [
  ["right", "TP", "true positives"],
  ["wrong", "FP", "false positives"],
  ["missed", "FN", "false negatives"],
] as const;

/** `counts` in the order TP, FP, FN. */
export function tallyWords(counts: readonly string[]): HTMLElement[] {
  return KINDS.map(([look, sign, title], i) => el("span", { class: look, title }, `${counts[i]} ${sign}`));
}
