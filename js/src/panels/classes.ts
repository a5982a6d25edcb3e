/** "Classes": how good each class is, how sure that is, what became of its instances, and what was taken for it. */

import { computed, type Signal } from "@preact/signals-core";
import { type CellIndex, wholeLines } from "../engine/cells";
import { lacksPrecision, SOME_ROWS } from "../state/away";
import type { Context } from "../state/session";
import { el } from "../ui/dom";
import { columnsOf } from "./classColumns";
import { type ClassRow, errorCells, withAllErrors } from "./classRows";
import { type Order, table } from "./table";

/** What a button of a row selects: the errors of the class, its row of the matrix, or its column. */
export type Choice = "errors" | "actual" | "predicted";

/** The table of classes; a click on a row selects the errors of the class. */
export function classes(ctx: Context, order: Signal<Order>): HTMLElement {
  const { state, derived, actions, signal } = ctx;
  const choiceOf = ({ name }: HTMLButtonElement) => name as Choice;
  const rows = computed((): readonly ClassRow[] => {
    const ap50 = derived.precisions.value?.ap50;
    const peaks = derived.classPeaks.value;
    return derived.byClass.value.map((row, i) => ({
      ...row,
      ap50: ap50?.[row.index] ?? Number.NaN,
      best: peaks[i]?.percent ?? Number.NaN,
    }));
  });
  const full = computed(() => ({
    errors: withAllErrors(state.facets.cells.value, state.header.value.order.length),
    actual: selectedLines(ctx, 0),
    predicted: selectedLines(ctx, 1),
  }));
  const node = table({
    label: "Classes",
    look: "classes",
    columns: columnsOf(ctx, rows),
    rows,
    order,
    signal,
    isPressed: (chosen) => full.value[choiceOf(chosen)].has(Number(chosen.value)),
    choose: (chosen, mode) => actions.select("cells", cellsOf(choiceOf(chosen), Number(chosen.value), ctx), mode),
  });
  return lacksPrecision(state) ? el("section.types", {}, el("p", {}, `Average precision ${SOME_ROWS}`), node) : node;
}

function cellsOf(choice: Choice, own: number, { state }: Context): readonly CellIndex[] {
  const { order } = state.header.peek();
  if (choice === "errors") return errorCells(own, order);
  const others = order.filter((other) => state.view.peek().diagonal || other !== own);
  return others.map((other): CellIndex => (choice === "actual" ? [own, other] : [other, own]));
}

/** The rows (side 0) or columns (1) of the matrix that are selected whole; a hidden diagonal is no part of them. */
function selectedLines({ state }: Context, side: 0 | 1): Set<number> {
  const isDiagonalShown = state.view.value.diagonal;
  const whole = wholeLines(state.facets.cells.value, side, state.header.value.order.length);
  return new Set(whole.filter(({ isErrorsOnly }) => !(isErrorsOnly && isDiagonalShown)).map(({ line }) => line));
}
