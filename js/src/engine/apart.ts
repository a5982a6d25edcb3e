/** Is the difference of two models luck? The interval that a threshold step affords, as Python's statistics/clustered.py. */

import type { Outcomes } from "../data/tables";
import type { ByImage } from "./byImage";
import { FN, FP, outcomeFlags, TP } from "./cells";
import { at, grow, holdingAt, type Tallies } from "./counts";
import type { Header } from "./header";
import type { RateName } from "./intervals";
import type { Mask } from "./mask";
import { rate, signed } from "./numbers";

/** What an image holds of one label: TP, FP and FN of the baseline, then of the shown model; valid during the call only. */
type Visit = (label: number, counts: Float64Array) => void;

/** Visits what each image holds of each label, one image after another; it is asked twice. */
export type Held = (visit: Visit) => void;

/** How far the shown model is from the baseline in one rate; NaN: a model has none, or one image says nothing. */
export interface Apart {
  /** The rate of the baseline. */
  readonly was: number;
  /** That of the shown model. */
  readonly now: number;
  readonly delta: number;
  /** Ends of the 95 % interval. */
  readonly low: number;
  readonly high: number;
  /** In how many images there is anything to be counted; of fewer than 20 the interval is too narrow. */
  readonly images: number;
}

/** How often a true positive is a part; and it, a false positive and a false negative are of the whole. */
const WEIGHTS: Readonly<Record<RateName, readonly [number, number, number, number]>> = {
  precision: [1, 1, 1, 0],
  recall: [1, 1, 0, 1],
  f1: [2, 2, 1, 1],
};

/** Of each label from 0 up to `labels`: each image adds to the variance with all it holds at once. */
export function apart(held: Held, rate: RateName, labels = 1): Apart[] {
  const [of, tp, fp, fn] = WEIGHTS[rate];
  const part = (counts: Float64Array, model: number) => of * at(counts, 3 * model);
  const whole = (counts: Float64Array, model: number) =>
    tp * at(counts, 3 * model) + fp * at(counts, 3 * model + 1) + fn * at(counts, 3 * model + 2);
  const [parts, wholes] = [new Float64Array(2 * labels), new Float64Array(2 * labels)];
  const models = [0, 1] as const;
  held((label, counts) => {
    for (const model of models) {
      grow(parts, 2 * label + model, part(counts, model));
      grow(wholes, 2 * label + model, whole(counts, model));
    }
  });
  const rates = parts.map((sum, i) => sum / at(wholes, i));
  const [squares, images] = [new Float64Array(labels), new Float64Array(labels)];
  held((label, counts) => {
    const [before, now] = [whole(counts, 0), whole(counts, 1)];
    if (before + now === 0) return;
    const [i, k] = [2 * label, 2 * label + 1];
    const moved =
      (part(counts, 1) - at(rates, k) * now) / at(wholes, k) -
      (part(counts, 0) - at(rates, i) * before) / at(wholes, i);
    grow(squares, label, moved * moved);
    grow(images, label, 1);
  });
  return Array.from(images, (holding, label) => {
    const [was, now] = [at(rates, 2 * label), at(rates, 2 * label + 1)];
    const delta = now - was;
    const error = Math.sqrt(at(squares, label) * (holding / (holding - 1)));
    // Where no image speaks unlike the others, 3 of so many may still differ, as in Python's statistics/student.py.
    const reach = error === 0 ? 3 / holding : reach95(holding - 1) * error;
    return { was, now, delta, low: delta - reach, high: delta + reach, images: holding };
  });
}

const Z = 1.959963984540054;
const Z3 = Z * Z * Z;
const Z5 = Z3 * Z * Z;
const Z7 = Z5 * Z * Z;
const TERMS = [(Z3 + Z) / 4, (5 * Z5 + 16 * Z3 + 3 * Z) / 96, (3 * Z7 + 19 * Z5 + 17 * Z3 - 15 * Z) / 384] as const;

/** How many standard errors Student's 95 % interval reaches. Source: Abramowitz and Stegun, 26.7.5. */
function reach95(freedom: number): number {
  if (freedom < 1) return Number.NaN;
  const one = 1 / freedom;
  return Z + one * (TERMS[0] + one * (TERMS[1] + one * TERMS[2]));
}

/** All classes together, under the label 0, of the images of `mask`: from the tallies of images. */
export function heldInAll([baseline, shown]: readonly [Tallies, Tallies], mask: Mask): Held {
  const columns = [baseline, shown].flatMap(({ tp, fp, fn }) => [tp, fp, fn]);
  return (visit) => {
    const counts = new Float64Array(6);
    for (let image = 0; image < mask.length; image++) {
      if (!mask[image]) continue;
      for (let i = 0; i < 6; i++) counts[i] = at(columns[i] as Tallies["tp"], image);
      visit(0, counts);
    }
  };
}

/** One of two models at its threshold. */
export interface Counted {
  readonly outcomes: Outcomes;
  readonly index: ByImage;
  readonly confidence: number;
  readonly header: Pick<Header, "background" | "mixups">;
}

/** Each of the `classes` for itself, of the images of `mask`: from the outcomes that hold. */
export function heldByClass(models: readonly [Counted, Counted], mask: Mask, classes: number): Held {
  return (visit) => {
    const sums = new Float64Array(6 * classes);
    const counts = Array.from({ length: classes }, (_, label) => sums.subarray(6 * label, 6 * label + 6));
    const isHere = new Uint8Array(classes);
    const here: number[] = [];
    const add = (label: number, column: number, count: number) => {
      if (!isHere[label]) here.push(label);
      isHere[label] = 1;
      grow(sums, 6 * label + column, count);
    };
    const adding = models.map((model, place) => adder(model, 3 * place, add));
    for (let image = 0; image < mask.length; image++) {
      if (!mask[image]) continue;
      for (const one of adding) one(image);
      for (const label of here) {
        visit(label, counts[label] as Float64Array);
        counts[label]?.fill(0);
        isHere[label] = 0;
      }
      here.length = 0;
    }
  };
}

/** Adds the outcomes of an image under one model, its TP in the column `first`, its FP and FN after that. */
function adder(
  { outcomes, index, confidence, header }: Counted,
  first: number,
  add: (label: number, column: number, count: number) => void,
): (image: number) => void {
  const { actual, predicted, count } = outcomes;
  const holds = holdingAt(outcomes, confidence);
  const flagsOf = outcomeFlags(header);
  return (image) => {
    for (let place = at(index.starts, image); place < at(index.starts, image + 1); place++) {
      const row = at(index.rows, place);
      if (!holds(row)) continue;
      const [truth, answer, amount] = [at(actual, row), at(predicted, row), at(count, row)];
      const flags = flagsOf(truth, answer);
      if (flags & TP) add(truth, first, amount);
      if (flags & FP) add(answer, first + 1, amount);
      if (flags & FN) add(truth, first + 2, amount);
    }
  };
}

/** In fewer images the interval is too narrow. */
const FEW = 20;

/** "+.021" and ".008 to .034"; the second says of too few images that they are. */
export function apartWords({ delta, low, high }: Apart, images: number): readonly [string, string] {
  if (Number.isNaN(delta)) return ["—", ""];
  const ends = [low, high].map((end) => (end < 0 ? signed(end) : rate(end)));
  return [signed(delta), images < FEW ? "too few images" : ends.join(" to ")];
}
