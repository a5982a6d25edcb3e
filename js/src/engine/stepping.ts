/** Sums that go on from those at the threshold before: only outcomes that begin or end between the two are looked at. */

import type { Outcomes } from "../data/tables";
import { FN, FP, outcomeFlags, TP } from "./cells";
import { grow, matrix, perImage, type Tallies } from "./counts";
import { type Groups, grouped } from "./groups";
import type { Header } from "./header";
import type { Mask } from "./mask";

/** Past one in so many outcomes, counting all anew is quicker. */
const FEW = 4;

/** What `matrix` counts, a threshold after the other. */
export function matrixSteps(outcomes: Outcomes, mask: Mask, classes: number): (percent: number) => Float64Array {
  const { image, actual, predicted, count } = outcomes;
  return stepping(outcomes, {
    whole: (percent) => matrix(outcomes, mask, percent, classes),
    copy: (cells) => cells.slice(),
    add(cells, row, sign) {
      if (!mask[image[row] as number]) return;
      grow(cells, (actual[row] as number) * classes + (predicted[row] as number), sign * (count[row] as number));
    },
  });
}

/** What `perImage` counts, a threshold after the other. */
export function tallySteps(outcomes: Outcomes, images: number, header: Header): (percent: number) => Tallies {
  const { image, actual, predicted, count } = outcomes;
  const flagsOf = outcomeFlags(header);
  return stepping(outcomes, {
    whole: (percent) => perImage(outcomes, percent, images, header),
    copy: ({ tp, fp, fn }) => ({ tp: tp.slice(), fp: fp.slice(), fn: fn.slice() }),
    add({ tp, fp, fn }, row, sign) {
      const flags = flagsOf(actual[row] as number, predicted[row] as number);
      const [place, amount] = [image[row] as number, sign * (count[row] as number)];
      if (flags & TP) grow(tp, place, amount);
      if (flags & FP) grow(fp, place, amount);
      if (flags & FN) grow(fn, place, amount);
    },
  });
}

interface Steps<Sums> {
  whole(percent: number): Sums;
  copy(sums: Sums): Sums;
  /** Take an outcome in (1) or out (-1). */
  add(sums: Sums, row: number, sign: 1 | -1): void;
}

function stepping<Sums>({ first, last, size }: Outcomes, { whole, copy, add }: Steps<Sums>): (percent: number) => Sums {
  let [before, sums] = [-1, undefined as Sums | undefined];
  let index: { readonly begins: Groups; readonly ends: Groups } | undefined;
  return (percent) => {
    if (sums === undefined) sums = whole(percent);
    else if (percent !== before) {
      index ??= { begins: grouped(first, 102), ends: grouped(last, 102) };
      const [low, high] = [Math.min(before, percent), Math.max(before, percent)];
      const [begun, ended] = [between(index.begins, low + 1, high + 1), between(index.ends, low, high)];
      if (FEW * (begun.length + ended.length) > size) sums = whole(percent);
      else {
        sums = copy(sums);
        const sign = percent > before ? 1 : -1;
        for (let i = 0; i < begun.length; i++) add(sums, begun[i] as number, sign);
        for (let i = 0; i < ended.length; i++) add(sums, ended[i] as number, -sign as 1 | -1);
      }
    }
    before = percent;
    return sums;
  };
}

/** The rows of the groups from `start` on, before `end`. */
function between({ starts, rows }: Groups, start: number, end: number): Uint32Array {
  return rows.subarray(starts[start] as number, starts[end] as number);
}
