/** What sums are counted over: the cube where it answers, else the outcomes of the images that pass. */

import type { ReadonlySignal } from "@preact/signals-core";
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

/** That of a model. `mask`: the images that pass `facets`. */
export function sourceIn(
  state: State,
  { cube, outcomes }: Pick<Part, "cube" | "outcomes">,
  mask: ReadonlySignal<Mask>,
  facets: readonly Facet[] = state.registry,
): Source {
  const isFolded = cube && facets.every((facet) => facet.isInCube || !isSet(signalOf(state, facet.name).value));
  return isFolded ? { outcomes: cube, mask: state.splits.value } : { outcomes, mask: mask.value };
}
