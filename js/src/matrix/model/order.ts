/** In which order the classes stand: the header that the matrix is drawn by. */

import { computed, type ReadonlySignal, untracked } from "@preact/signals-core";
import { type ClassOrder, classOrder } from "../../engine/classOrder";
import type { Header } from "../../engine/header";
import type { Context } from "../../state/session";

/**
 * The header with the classes in the order that was chosen. It is counted over all images of the
 * split at the threshold of that moment: a matrix that changed places with every step of the
 * threshold or lasso could not be read.
 */
export function arrangedHeader({ state, derived }: Context): ReadonlySignal<Header> {
  const wanted = computed(() => {
    const { classes, background } = state.header.value;
    return JSON.stringify([state.view.value.order, derived.shown.value.split, background, classes]);
  });
  const order = computed(() => {
    const [by] = JSON.parse(wanted.value) as [ClassOrder];
    return untracked(() => {
      const header = state.header.value;
      return classOrder(derived.wholeMatrix.value, header, by);
    });
  });
  return computed(() => ({ ...state.header.value, order: order.value }));
}
