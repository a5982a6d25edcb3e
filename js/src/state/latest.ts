/** Which filter was set last: the one that Escape takes away first. */

import { effect } from "@preact/signals-core";
import { type Facet, isSet } from "../engine/facets/facet";
import { signalOf } from "./selection";
import type { State } from "./state";

/** Asks for the facet that was set, or changed, last; undefined: none is set. */
export function latestFacet(state: State, lifetime: AbortSignal): () => Facet | undefined {
  let order: readonly Facet[] = [];
  const stops = state.registry.map((facet) =>
    effect(() => {
      const isChosen = isSet(signalOf(state, facet.name).value);
      order = [...order.filter((other) => other !== facet), ...(isChosen ? [facet] : [])];
    }),
  );
  lifetime.addEventListener("abort", () => {
    for (const stop of stops) stop();
  });
  return () => order.at(-1);
}
