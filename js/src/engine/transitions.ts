/**
 * What became, in one of two models, of what the other made of the same thing; Python's metrics/two.py.
 *
 * A truth has an outcome under both models, so it has a transition. A false positive has no identity: it is recognised
 * by its twin, which at two different thresholds is an approximation.
 */

import type { Column } from "../data/columns";
import { type Images, NONE, type Outcomes } from "../data/tables";
import { at, grow } from "./counts";
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
  const { baseline, shown, images } = two;
  const [before, after] = [baseline.outcomes, shown.outcomes];
  const [were, are] = [heldIn(baseline, images), heldIn(shown, images)];
  const partner = new Int32Array(before.size).fill(-1);
  const [codes, others] = [unknown(after.size), unknown(before.size)];
  const [was, now] = [after.predicted.slice(), before.predicted.slice()];
  const truths = Math.min(were.ofTruth.length, are.ofTruth.length);
  for (let truth = 0; truth < truths; truth++) {
    const [own, other] = [are.ofTruth[truth] as number, were.ofTruth[truth] as number];
    // What is not there is not looked up: a typed array takes its time to say so.
    if (own < 0 || other < 0) continue;
    const actual = after.actual[own] as number;
    if (before.actual[other] !== actual) continue;
    const first = before.predicted[other] as number;
    const last = after.predicted[own] as number;
    const code = first === actual ? (last === actual ? BOTH_RIGHT : BROKEN) : wrongThen(first, last, actual);
    others[other] = code;
    codes[own] = code;
    now[other] = last;
    was[own] = first;
    partner[other] = own;
  }
  tellFalsePositives(baseline, were, shown, are, others, GONE);
  tellFalsePositives(shown, are, baseline, were, codes, NEW);
  return {
    baseline: { code: others, was: before.predicted, now },
    shown: { code: codes, was, now: after.predicted },
    partner,
  };
}

function wrongThen(was: number, now: number, actual: number): number {
  if (now === actual) return FIXED;
  return was === now ? ALIKE : OTHERWISE;
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

/** The outcomes of one model that hold, of images in which both have the same truths. */
interface Held {
  /** The outcome of each truth, below 0: none; by object, else by image. */
  readonly ofTruth: Int32Array;
  /** The outcome of each prediction, by object. */
  readonly ofPrediction: Int32Array;
}

function heldIn({ header, outcomes, objects, confidence }: Side, { alike, size: images }: Images): Held {
  const { image, first, last, truth, prediction, size } = outcomes;
  const isOfImages = header.unit === "images";
  const held: Held = {
    ofTruth: new Int32Array(isOfImages ? images : objects.size).fill(-1),
    ofPrediction: new Int32Array(objects.size).fill(-1),
  };
  const named = [
    [truth, held.ofTruth],
    [prediction, held.ofPrediction],
  ] as const;
  for (let row = 0; row < size; row++) {
    const isHeld = (first[row] as number) <= confidence && confidence <= (last[row] as number);
    if (!isHeld || (alike.length > 0 && !alike[image[row] as number])) continue;
    if (isOfImages) takeImage(held.ofTruth, outcomes, row, header.background);
    else for (const [objects, rows] of named) if (row < objects.length) take(rows, objects[row] as number, row);
  }
  return held;
}

/** An image of several labels is no single instance. */
function takeImage(rows: Int32Array, { image, actual }: Outcomes, row: number, background: number | null): void {
  const place = image[row] as number;
  if (actual[row] !== background) rows[place] = rows[place] === -1 ? row : -2;
}

function take(rows: Int32Array, object: number, row: number): void {
  if (object !== NONE) rows[object] = row;
}

function tellFalsePositives(
  mine: Side,
  held: Held,
  other: Side,
  theirs: Held,
  code: Uint8Array,
  otherwise: number,
): void {
  const { truth } = mine.outcomes;
  const { twin } = mine.objects;
  for (let prediction = 0; prediction < held.ofPrediction.length; prediction++) {
    const row = held.ofPrediction[prediction] as number;
    if (row < 0 || truth[row] !== NONE) continue;
    const own = prediction < twin.length ? (twin[prediction] as number) : NONE;
    const found = own === NONE ? -1 : (theirs.ofPrediction[own] as number);
    code[row] = found < 0 ? otherwise : other.outcomes.truth[found] === NONE ? KEPT : TURNED;
  }
}
