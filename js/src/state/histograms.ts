/** Histograms of what ranges are chosen of: each over every facet but its own. */

import { computed, signal as constant, type ReadonlySignal } from "@preact/signals-core";
import { columnsIn } from "../data/columns";
import type { RangeFacet } from "../engine/facets/range";
import { binEdges, type Histogram, histogram, NO_HISTOGRAM } from "../engine/histogram";
import { isBehind } from "./away";
import { visibleInstances } from "./instanceRows";
import { levelsOf } from "./levels";
import type { Shown } from "./parts";
import type { Scoped } from "./scoped";
import type { SentLevels } from "./sent";
import type { State } from "./state";

export interface Histograms {
  /** Over the visible instances; worked out, or asked of Python, while somebody looks: NO_HISTOGRAM until it comes. */
  histogramOf(facet: RangeFacet): ReadonlySignal<Histogram>;
}

function histogramIn(sent: SentLevels | undefined): Histogram {
  if (!sent) return NO_HISTOGRAM;
  const { edges, instances } = columnsIn(sent.columns, ["edges", "instances"]);
  const numbers = { edges: Float64Array.from(edges), instances: Float64Array.from(instances) };
  return { ...numbers, isSpread: sent.is_spread, unknown: Number.NaN };
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
    const sent = levelsOf(state, facet.name);
    const isAsked = computed(() => isBehind(state) && state.header.value.facets.includes(facet.name));
    return computed(() =>
      isAsked.value ? histogramIn(sent.value) : histogram(state.outcomes.value, rows.value, measure.value, bins.value),
    );
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
