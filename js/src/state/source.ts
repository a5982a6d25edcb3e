/**
 * What sums are counted over: the cube where it answers; else the outcomes of the images that pass, or where rows are not
 * here the cube that Python made of what facets leave.
 */

import { computed, type ReadonlySignal } from "@preact/signals-core";
import type { Outcomes } from "../data/tables";
import { type Facet, isSet } from "../engine/facets/facet";
import type { Mask } from "../engine/mask";
import type { Part } from "../engine/two";
import { signalOf } from "./selection";
import type { State } from "./state";

export interface Source {
  readonly outcomes: Outcomes;
  /** Which of their images count; of a cube, whose images are the splits, which splits. */
  readonly mask: Mask;
}

/** Is none of the facets set but those that a cube knows? */
export function isInCube(state: State, facets: readonly Facet[] = state.registry): boolean {
  return facets.every((facet) => facet.isInCube || !isSet(signalOf(state, facet.name).value));
}

/** Is what Python left of the facets what is asked? A cube has all thresholds, cells and kinds. */
export function isLeft({ answers, left }: State): boolean {
  return answers(left.value, "confidence", "cells", "kinds");
}

/** Did it come damaged? Then sums stay what they were before. */
export function isDamaged(state: State): boolean {
  return !state.isHere.value && !isInCube(state) && isLeft(state) && !state.left.value?.cubes;
}

/** That of a model. `mask`: the images that pass `facets`; without rows there is nothing but the cube. */
export function sourceIn(
  state: State,
  { cube, outcomes }: Pick<Part, "cube" | "outcomes">,
  mask: ReadonlySignal<Mask>,
  facets?: readonly Facet[],
): Source {
  const isFolded = cube && (!state.isHere.value || isInCube(state, facets));
  return isFolded ? { outcomes: cube, mask: state.splits.value } : { outcomes, mask: mask.value };
}

/** That of the model on show: what it was last until Python answers, and where its answer is damaged. `name`: which of what is left. */
export function sourceOf(
  state: State,
  mask: ReadonlySignal<Mask>,
  facets: readonly Facet[],
  name: "cube" | "rated",
): ReadonlySignal<Source> {
  let last: Source | undefined;
  return computed(() => {
    const { cube, outcomes, left, isHere, splits } = state;
    let next = last;
    const isAnswered = isHere.value || isInCube(state, facets);
    const counted = !isAnswered && isLeft(state) && left.value?.cubes?.[name];
    if (counted) next = { outcomes: counted, mask: splits.value };
    else if (isAnswered || !next) next = sourceIn(state, { cube: cube.value, outcomes: outcomes.value }, mask, facets);
    // What follows from it is counted again only when it is another.
    if (next?.outcomes !== last?.outcomes || next?.mask !== last?.mask) last = next;
    return last as Source;
  });
}
