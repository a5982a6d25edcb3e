/** From an image to the outcomes behind it. */

import type { Outcomes } from "../data/tables";
import { at } from "./counts";
import type { CellIndex } from "./filters";

/** Outcome rows grouped by image: those of image `i` are rows[starts[i] .. starts[i + 1]]. */
export interface ByImage {
  readonly starts: Uint32Array;
  readonly rows: Uint32Array;
}

export function byImage(outcomes: Outcomes, images: number): ByImage {
  const starts = new Uint32Array(images + 1);
  for (let i = 0; i < outcomes.size; i++) {
    const next = at(outcomes.image, i) + 1;
    starts[next] = at(starts, next) + 1;
  }
  for (let image = 0; image < images; image++) starts[image + 1] = at(starts, image + 1) + at(starts, image);
  const cursor = starts.slice();
  const rows = new Uint32Array(outcomes.size);
  for (let i = 0; i < outcomes.size; i++) {
    const image = at(outcomes.image, i);
    rows[at(cursor, image)] = i;
    cursor[image] = at(cursor, image) + 1;
  }
  return { starts, rows };
}

/** The outcome rows of one image that hold at the threshold. */
export function outcomesAt(index: ByImage, outcomes: Outcomes, image: number, confidence: number): number[] {
  const rows = index.rows.subarray(at(index.starts, image), at(index.starts, image + 1));
  return [...rows].filter((i) => at(outcomes.first, i) <= confidence && confidence <= at(outcomes.last, i));
}

export interface CellCount {
  readonly actual: number;
  readonly predicted: number;
  readonly count: number;
}

/** What is wrong in one image, most frequent first; only the selected cells when there are any. */
export function explained(
  outcomes: Outcomes,
  rows: readonly number[],
  cells: readonly CellIndex[],
): readonly CellCount[] {
  const wanted = new Set(cells.map(([actual, predicted]) => `${actual},${predicted}`));
  const counts = new Map<string, CellCount>();
  for (const i of rows) {
    const actual = at(outcomes.actual, i);
    const predicted = at(outcomes.predicted, i);
    const key = `${actual},${predicted}`;
    if (wanted.size > 0 ? !wanted.has(key) : actual === predicted) continue;
    const count = (counts.get(key)?.count ?? 0) + at(outcomes.count, i);
    counts.set(key, { actual, predicted, count });
  }
  return [...counts.values()].sort((a, b) => b.count - a.count);
}
