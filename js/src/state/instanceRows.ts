/** The visible instances as signals; many of them are looked up when matrix and counts are painted. */

import { computed, type ReadonlySignal } from "@preact/signals-core";
import type { RowTest } from "../engine/facets/facet";
import { instanceRows, rowsInCells } from "../engine/scope";
import { deferred } from "./deferred";
import type { Shown } from "./parts";
import type { Scoped } from "./scoped";
import type { State } from "./state";

/** More outcomes than this are counted quicker than they are looked through one by one. */
const MANY = 20_000;

/**
 * Rows of the outcomes that pass the facets of images and `test`, ascending; none while they are not `wanted`.
 *
 * `test` must hold only for outcomes in the selected cells. `signal` is the lifetime of the model.
 */
export function visibleInstances(
  state: State,
  { filtered, cellIndex }: Pick<Scoped, "filtered" | "cellIndex">,
  shown: ReadonlySignal<Shown>,
  test: ReadonlySignal<RowTest | undefined>,
  wanted: ReadonlySignal<boolean>,
  signal: AbortSignal,
): ReadonlySignal<Uint32Array> {
  const confidence = computed(() => shown.value.confidence);
  const now = computed(() => ({
    isWanted: wanted.value,
    cells: state.facets.cells.value,
    mask: filtered.value,
    confidence: confidence.value,
    test: test.value,
    outcomes: state.outcomes.value,
  }));
  const painted = deferred(now, ({ isWanted, outcomes }) => isWanted && outcomes.size > MANY, signal);
  return computed(() => {
    const { isWanted, cells, outcomes, mask, confidence: percent, test: passes } = painted.value;
    if (!isWanted) return new Uint32Array(0);
    const among = cells.length > 0 ? rowsInCells(cellIndex.value, cells, state.header.value.classes.length) : undefined;
    return instanceRows(outcomes, mask, percent, passes, among);
  });
}
