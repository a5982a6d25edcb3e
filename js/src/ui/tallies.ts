/** "3 TP 1 FP 0 FN": the counts of one image, in their colours; beside a baseline "2 FP to 0, 1 FN to 1". */

import { el } from "./dom";

const KINDS = [
  ["right", "TP", "true positives"],
  ["wrong", "FP", "false positives"],
  ["missed", "FN", "false negatives"],
] as const;

/** `counts` in the order TP, FP, FN; `before`, those of a baseline, where errors are all there is room for. */
export function tallyWords(counts: readonly string[], before?: readonly string[]): HTMLElement[] {
  return KINDS.map(([look, sign, title], i) =>
    el("span", { class: look, title }, before ? `${before[i]} ${sign} to ${counts[i]}` : `${counts[i]} ${sign}`),
  ).slice(before ? 1 : 0);
}
