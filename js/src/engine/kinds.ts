/** What kind of error each outcome is; the numbers are those of Python's matching/kinds.py. */

import type { Outcomes } from "../data/tables";
import type { Header } from "../data/wire";
import { byKind } from "./cells";
import { at } from "./counts";

/** What each kind is called, by its number. */
export const KINDS = [
  ...(["correct", "class", "localisation", "duplicate", "background", "both"] as const),
  ...(["missed", "covered", "unknown", "none"] as const),
] as const;

export type Kind = (typeof KINDS)[number];

/** In an outcome's `kind`: nobody said. */
const UNTOLD = 255;

/** From an outcome's row to the number of its kind: as Python told it, else what its cell can say. */
export function kindsOf({ kind, actual, predicted }: Outcomes, header: Header): (row: number) => number {
  const number = (name: Kind) => KINDS.indexOf(name);
  const ofCell = byKind<number>(header.background, {
    correct: number("correct"),
    mixup: number("class"),
    missed: number("missed"),
    // Pixels have no place of their own to be judged by.
    falsePositive: number(header.unit === "pixels" ? "background" : "unknown"),
    nothing: number("none"),
  });
  return (row) => {
    const told = kind[row] ?? UNTOLD;
    return told === UNTOLD ? ofCell(at(actual, row), at(predicted, row)) : told;
  };
}

/** Instances by class and kind, row by row: counted[class * kinds + kind], over the outcomes that `isCounted`. */
export function byClassAndKind(outcomes: Outcomes, isCounted: (row: number) => boolean, header: Header): Float64Array {
  const counted = new Float64Array(header.classes.length * KINDS.length);
  const kindOf = kindsOf(outcomes, header);
  for (let row = 0; row < outcomes.size; row++) {
    if (!isCounted(row)) continue;
    const predicted = at(outcomes.predicted, row);
    // What was predicted, or what there is where nothing was.
    const label = predicted === header.background ? at(outcomes.actual, row) : predicted;
    const place = label * KINDS.length + kindOf(row);
    counted[place] = (counted[place] as number) + at(outcomes.count, row);
  }
  return counted;
}
