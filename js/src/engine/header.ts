/** What an evaluation is, as Python sends it. */

import { ALL, SPLITS } from "../data/tables";
import type { Header } from "../data/wire";

export type { Header } from "../data/wire";

/** The class names in display order. */
export function namesOf({ classes, order }: Header): string[] {
  return order.map((index) => classes[index] ?? "");
}

/** Do the columns answer `split` (or "all") at `confidence` without asking Python? */
export function covers(header: Header, split: string, confidence: number): boolean {
  return splitsOf(header, split).every((name) =>
    (header.coverage[name] ?? []).some(([first, last]) => first <= confidence && confidence <= last),
  );
}

/** The single splits that `split` stands for: of "all" those that have images, every one where an image is in none. */
export function splitsOf(header: Header, split: string): readonly string[] {
  if (split !== ALL) return [split];
  return header.unsplit > 0 ? SPLITS : Object.keys(header.splits);
}

/** The splits to choose from: those that have images, and "all" where that is another answer. */
export function offeredSplits({ splits, unsplit }: Header): string[] {
  const known = SPLITS.filter((name) => name in splits);
  return known.length > 1 || unsplit > 0 ? [...known, ALL] : known;
}
