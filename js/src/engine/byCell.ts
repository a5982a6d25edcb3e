/** From a cell of the matrix to the outcomes in it: made once, for all thresholds, when first asked for. */

import type { Outcomes } from "../data/tables";
import { type Groups, grouped } from "./groups";

/** Outcome rows grouped by actual * classes + predicted. */
export type ByCell = Groups;

/** Index the outcomes by their cell, in the order of their rows. */
export function byCell({ actual, predicted, size }: Outcomes, classes: number): ByCell {
  const codes = new Uint32Array(size);
  for (let i = 0; i < size; i++) codes[i] = (actual[i] as number) * classes + (predicted[i] as number);
  return grouped(codes, classes * classes);
}
