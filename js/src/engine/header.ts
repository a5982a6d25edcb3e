/** What an evaluation is, as Python sends it. */

export type Mixups = "both" | "fp" | "fn" | "none";

export interface Header {
  readonly title: string;
  readonly task: string;
  readonly classes: readonly string[];
  readonly background: number | null;
  /** Class indices in the order views draw them: background last. */
  readonly order: readonly number[];
  readonly splits: Readonly<Record<string, number>>;
  /** Thresholds known to be stored, integer percent; empty without scores. */
  readonly thresholds: readonly number[];
  /** Thresholds that the columns answer: inclusive [first, last] ranges for each split. */
  readonly coverage: Readonly<Record<string, readonly (readonly [number, number])[]>>;
  readonly mixups: Mixups;
  readonly unit: string;
  readonly projection: string;
  readonly notices: readonly string[];
  /** What holds the saved state, in a word; left out: a notebook. */
  readonly savedIn?: string;
}

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
