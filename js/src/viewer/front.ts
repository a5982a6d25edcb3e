/** Of two models one stands in front, drawn as a whole; of the other is drawn what it predicted otherwise. */

import { computed, type Signal } from "@preact/signals-core";
import { NONE } from "../data/tables";
import { byImage, outcomesAt } from "../engine/byImage";
import { at } from "../engine/counts";
import { isChanged } from "../engine/transitions";
import type { Context } from "../state/session";

const SIDES = ["shown", "baseline"] as const;

/** The model that is chosen in the Lens, or its baseline. */
export type Front = (typeof SIDES)[number];

/**
 * Rows of the joined tables: everything of the model in front, and of the other what it predicted otherwise; undefined:
 * nothing is compared.
 */
export function rowsOfTwo(
  { state: shared, derived }: Context,
  front: Signal<Front>,
): (image: number) => number[] | undefined {
  const before = computed(() => {
    const two = shared.two.value;
    return two && byImage(two.baseline.outcomes, two.images.size);
  });
  return (image) => {
    const [two, told, index] = [shared.two.value, derived.told.value, before.value];
    if (!two || !told || !index) return undefined;
    const indices = { shown: derived.byImage.value, baseline: index };
    const starts = { shown: 0, baseline: two.shown.outcomes.size };
    return SIDES.flatMap((side) => {
      const { outcomes, confidence } = two[side];
      const isOtherwise = (row: number) => isChanged(at(told[side].code, row)) && outcomes.prediction[row] !== NONE;
      return outcomesAt(indices[side], outcomes, image, confidence)
        .filter((row) => side === front.value || isOtherwise(row))
        .map((row) => starts[side] + row);
    });
  };
}

/** Is a row of the joined tables of the model that is not in front? */
export function besideIn({ two }: Context["state"], front: Front): (row: number) => boolean {
  const own = two.value?.shown.outcomes.size;
  return (row) => own !== undefined && row < own === (front === "baseline");
}
