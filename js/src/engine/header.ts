/** What an evaluation is, as Python sends it. */

import type { Header } from "../data/wire";

export type { Header } from "../data/wire";

/** The class names in display order. */
export function namesOf({ classes, order }: Header): string[] {
  return order.map((index) => classes[index] ?? "");
}

/** Do the columns answer `split` (or "all") at `confidence` without asking Python? */
export function covers(header: Header, split: string, confidence: number): boolean {
  const splits = split === "all" ? Object.keys(header.splits) : [split];
  return splits.every((name) =>
    (header.coverage[name] ?? []).some(([first, last]) => first <= confidence && confidence <= last),
  );
}
