/** Is it the label? Objects whose label may be at fault, as Python's evaluation/suspecting.py found them. */

import { NONE, type Objects, objectsAt } from "../data/tables";
import type { Header } from "../data/wire";
import { isolated } from "./cellWords";
import { at, grow, PERCENTS } from "./counts";
import type { Tables } from "./facets/facet";
import type { Measure } from "./facets/range";
import { percent, rate, short } from "./numbers";

/** What each kind is called, by its number. */
export const SUSPECTS = [
  ...(["", "unlabelled object", "wrong label", "badly drawn label"] as const),
  ...(["label of nothing", "labelled twice"] as const),
] as const;

export type Suspect = Exclude<(typeof SUSPECTS)[number], "">;

type Named = Pick<Tables, "outcomes" | "objects">;

/** From an outcome to the rows of its objects that are suspect: the prediction first, then the truth. */
export function suspectsOf({ outcomes, objects }: Named): (outcome: number) => number[] {
  return (row) => objectsAt(outcomes, row).filter((object) => objects.suspect[object]);
}

/** How much speaks for a suspect among the objects of an outcome, the most of both; NaN: none is. */
export function weightOf({ outcomes: { truth, prediction }, objects: { weight } }: Named): Measure {
  return (row) => {
    const [own, other] = [weight[prediction[row] ?? NONE] ?? Number.NaN, weight[truth[row] ?? NONE] ?? Number.NaN];
    return own >= other || Number.isNaN(other) ? own : other;
  };
}

/** Suspects of each kind at the 101 thresholds, in the row 101 * kind + percent, over the outcomes that `isCounted`. */
export function suspectCurves(tables: Named, isCounted: (row: number) => boolean): Float64Array {
  const { outcomes, objects } = tables;
  const sums = new Float64Array(PERCENTS * SUSPECTS.length);
  if (objects.suspect.length === 0) return sums;
  const found = suspectsOf(tables);
  for (let row = 0; row < outcomes.size; row++) {
    for (const object of found(row)) {
      if (!isCounted(row)) break;
      const [start, amount] = [PERCENTS * at(objects.suspect, object), at(outcomes.count, row)];
      for (let t = at(outcomes.first, row); t <= at(outcomes.last, row); t++) grow(sums, start + t, amount);
    }
  }
  return sums;
}

/** Why an object is suspect: "person at 99 %, nothing labelled within IoU .1". */
export function reasonOf({ suspect, score, label, against, overlap, weight }: Objects, row: number, header: Header) {
  const nameOf = (object: number) => isolated(header.classes[label[object] ?? NONE] ?? "");
  const [name, other] = [nameOf(row), nameOf(at(against, row))];
  const sure = Number.isNaN(at(score, row)) ? name : `${name} at ${percent(at(score, row))}`;
  const [near, iou] = [`within IoU ${short(header.tb ?? 0)}`, `IoU ${rate(at(overlap, row), 2)}`];
  // This one is not found, so that all are not.
  const found = Math.min(99, Math.floor(100 * at(weight, row) + 0.5));
  const reasons: Readonly<Record<Suspect, string>> = {
    "unlabelled object": `${sure}, nothing labelled ${near}`,
    "wrong label": `${sure} on a label ${other}, ${iou}`,
    "badly drawn label": `${sure} beside a label ${other} that nothing else finds, ${iou}`,
    "label of nothing": `label ${name}, nothing predicted ${near}; ${found} % of its class are found`,
    "labelled twice": `label ${name} on another label ${other}, ${iou}`,
  };
  return reasons[SUSPECTS[at(suspect, row)] as Suspect];
}
