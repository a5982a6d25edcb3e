/** Histograms of what ranges are chosen of: each over every facet but its own. */

import { computed, signal as constant, type ReadonlySignal } from "@preact/signals-core";
import type { RangeFacet } from "../engine/facets/range";
import { binEdges, type Histogram, histogram } from "../engine/histogram";
import { visibleInstances } from "./instanceRows";
import type { Shown } from "./parts";
import type { Scoped } from "./scoped";
import type { State } from "./state";

export interface Histograms {
  /** Over the visible instances; worked out while somebody looks. */
  histogramOf(facet: RangeFacet): ReadonlySignal<Histogram>;
}

/** `signal` is the lifetime of the model. */
export function histogramsOf(
  state: State,
  scoped: Scoped,
  shown: ReadonlySignal<Shown>,
  signal: AbortSignal,
): Histograms {
  const known = new Map<string, ReadonlySignal<Histogram>>();
  const made = (facet: RangeFacet) => {
    const measure = computed(() => facet.measure({ outcomes: state.outcomes.value, objects: state.objects.value }));
    const bins = computed(() =>
      binEdges(state.outcomes.value, scoped.inSplit.value, measure.value, facet.isArea ?? false),
    );
    const test = scoped.isSelectedBut(facet.name);
    const rows = visibleInstances(state, scoped, shown, test, ALWAYS, signal);
    return computed(() => histogram(state.outcomes.value, rows.value, measure.value, bins.value));
  };
  return {
    histogramOf(facet) {
      const found = known.get(facet.name) ?? made(facet);
      known.set(facet.name, found);
      return found;
    },
  };
}

const ALWAYS = constant(true);
