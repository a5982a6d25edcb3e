/**
 * What became, in one of two models, of what the other made of the same thing; Python's metrics/two.py.
 *
 * A truth has an outcome under both models, so it has a transition. A false positive has no identity: it is recognised
 * by its twin, which at two different thresholds is an approximation.
 */

import type { Column } from "../data/columns";
import { NONE } from "../data/tables";
import { at, grow, holdingAt } from "./counts";
import type { RowTest } from "./facets/facet";
import type { Side, Two } from "./two";

/** By number. The first five are of truths, the others of false positives; "gone" is of the baseline. */
export const TRANSITIONS = [
  ...(["fixed", "broken", "both_right", "alike", "otherwise"] as const),
  ...(["kept", "turned", "new", "gone"] as const),
] as const;

export type Transition = (typeof TRANSITIONS)[number];

const [FIXED, BROKEN, BOTH_RIGHT, ALIKE, OTHERWISE, KEPT, TURNED, NEW, GONE] = [0, 1, 2, 3, 4, 5, 6, 7, 8];
/** Instead of a transition: the outcome does not hold, or cannot be compared. */
const NO_CHANGE = 255;

/** What became of the outcomes of one of the models, row by row. */
export interface Told {
  /** The transition, by number; 255: none. */
  readonly code: Uint8Array;
  /** As which class the baseline predicted the truth; of no use where the outcome is none of a truth. */
  readonly was: Column;
  /** As which class the model on show predicts it. */
  readonly now: Column;
}

export interface BothTold {
  readonly baseline: Told;
  readonly shown: Told;
  /** Of each outcome of the baseline that of the same truth under the model on show; -1: it has none. */
  readonly partner: Int32Array;
}

/** Is the outcome, by its transition, that of a truth? */
export function isOfTruth(code: number): boolean {
  return code <= OTHERWISE;
}

/** Does the truth, or the twin, stand in another cell under the other model, or in none? */
export function isChanged(code: number): boolean {
  return code < NO_CHANGE && code !== BOTH_RIGHT && code !== ALIKE && code !== KEPT;
}

/** Is it a false positive of the baseline that the model on show has not? */
export function isGone(code: number): boolean {
  return code === GONE;
}

/** What became of each outcome of both. */
export function toldOf(two: Two): BothTold {
  const [before, after] = [two.baseline.outcomes, two.shown.outcomes];
  const [isWas, isNow] = [isHeldIn(two, two.baseline), isHeldIn(two, two.shown)];
  const partner = new Int32Array(before.size).fill(-1);
  const baseline = { code: unknown(before.size), was: before.predicted, now: before.predicted.slice() };
  const shown = { code: unknown(after.size), was: after.predicted.slice(), now: after.predicted };
  const theirs = byTruth(two, two.baseline, isWas);
  for (const [truth, own] of byTruth(two, two.shown, isNow).entries()) {
    const other = theirs[truth] ?? -1;
    const actual = after.actual[own];
    if (own < 0 || other < 0 || before.actual[other] !== actual) continue;
    const [was, now] = [at(before.predicted, other), at(after.predicted, own)];
    const wrong = was === now ? ALIKE : OTHERWISE;
    const code = was === actual ? (now === actual ? BOTH_RIGHT : BROKEN) : now === actual ? FIXED : wrong;
    baseline.code[other] = shown.code[own] = code;
    [baseline.now[other], shown.was[own], partner[other]] = [now, was, own];
  }
  tellFalsePositives(two.baseline, isWas, falseOrMatched(two.shown, isNow), baseline.code, GONE);
  tellFalsePositives(two.shown, isNow, falseOrMatched(two.baseline, isWas), shown.code, NEW);
  return { baseline, shown, partner };
}

/**
 * Instances by class and transition, row by row: counted[class * transitions + transition]. Of the outcomes of the
 * baseline only what is gone counts. A truth is in its own class, a false positive in the one that was predicted.
 */
export function byClassAndTransition(
  two: Two,
  told: BothTold,
  isCounted: Readonly<Record<"baseline" | "shown", RowTest | undefined>>,
): Float64Array {
  const counted = new Float64Array(two.shown.header.classes.length * TRANSITIONS.length);
  for (const name of ["baseline", "shown"] as const) {
    const [{ actual, predicted, count, size }, { code }, isIn] = [two[name].outcomes, told[name], isCounted[name]];
    for (let row = 0; row < size; row++) {
      const own = code[row] as number;
      if (own === NO_CHANGE || (name === "baseline" && own !== GONE) || (isIn && !isIn(row))) continue;
      const label = at(isOfTruth(own) ? actual : predicted, row);
      grow(counted, label * TRANSITIONS.length + own, at(count, row));
    }
  }
  return counted;
}

function unknown(size: number): Uint8Array {
  return new Uint8Array(size).fill(NO_CHANGE);
}

/** Which outcomes hold and are of an image in which both models have the same truths. */
function isHeldIn({ images: { alike } }: Two, { outcomes, confidence }: Side): RowTest {
  const isHeld = holdingAt(outcomes, confidence);
  return alike.length === 0 ? isHeld : (row) => isHeld(row) && alike[at(outcomes.image, row)] === 1;
}

/** The outcome of each truth, below 0: none; by object, else by image. An image of several labels is no instance. */
function byTruth({ images }: Two, { header, outcomes, objects }: Side, isHeld: RowTest): Int32Array {
  const isOfImages = header.unit === "images";
  const keys = isOfImages ? outcomes.image : outcomes.truth;
  const found = new Int32Array(isOfImages ? images.size : objects.size).fill(-1);
  for (let row = 0; row < keys.length; row++) {
    const key = keys[row] as number;
    if (key === NONE || !isHeld(row) || (isOfImages && outcomes.actual[row] === header.background)) continue;
    found[key] = isOfImages && found[key] !== -1 ? -2 : row;
  }
  return found;
}

/** Of each prediction that is kept, by object: is it a false positive or matched? 0: it is not kept. */
function falseOrMatched({ outcomes: { truth, prediction }, objects }: Side, isHeld: RowTest): Uint8Array {
  const found = new Uint8Array(objects.size);
  for (let row = 0; row < prediction.length; row++) {
    const own = prediction[row] as number;
    if (own !== NONE && isHeld(row)) found[own] = truth[row] === NONE ? KEPT : TURNED;
  }
  return found;
}

function tellFalsePositives(
  { outcomes: { truth, prediction }, objects: { twin } }: Side,
  isHeld: RowTest,
  others: Uint8Array,
  code: Uint8Array,
  otherwise: number,
): void {
  for (let row = 0; row < prediction.length; row++) {
    const own = prediction[row] as number;
    if (own !== NONE && truth[row] === NONE && isHeld(row)) code[row] = others[twin[own] ?? NONE] || otherwise;
  }
}
