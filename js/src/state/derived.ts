/** Everything that follows from the state. Each value is computed once, however many views read it. */

import { computed, type ReadonlySignal, untracked } from "@preact/signals-core";
import { NOISE, type Outcomes } from "../data/tables";
import { byClass, type ClassCounts } from "../engine/byClass";
import { type ByImage, byImage } from "../engine/byImage";
import type { CellCount } from "../engine/cells";
import { type Cluster, clusterCodes, clustersOf } from "../engine/clusters";
import * as counts from "../engine/counts";
import { covers } from "../engine/header";
import { countOf, type Mask } from "../engine/mask";
import { clamped, range } from "../engine/numbers";
import { ordered } from "../engine/order";
import { deferred } from "./deferred";
import { type Scoped, type Shown, scopeOf } from "./scoped";
import type { State } from "./state";

/** P, R and F1 at a threshold; `isKnown` false: no report is loaded there. */
export interface CurvePoint extends counts.Rates {
  readonly percent: number;
  readonly isKnown: boolean;
}

/** What views read: everything that follows from the state. */
export interface Derived extends Scoped {
  /** What is asked for where the columns answer it, else what was last shown. */
  readonly shown: ReadonlySignal<Shown>;
  readonly totals: ReadonlySignal<counts.Rates>;
  readonly curve: ReadonlySignal<readonly CurvePoint[]>;
  /** TP, FP, FN of every image at the shown threshold. */
  readonly tallies: ReadonlySignal<counts.Tallies>;
  readonly byClass: ReadonlySignal<readonly ClassCounts[]>;
  readonly mostConfused: ReadonlySignal<readonly CellCount[]>;
  readonly hasClusters: ReadonlySignal<boolean>;
  readonly clusters: ReadonlySignal<readonly Cluster[]>;
  /** Visible image rows in gallery order. */
  readonly rows: ReadonlySignal<Uint32Array>;
  readonly pageCount: ReadonlySignal<number>;
  /** The page on show: the asked one, clamped. */
  readonly page: ReadonlySignal<number>;
  readonly pageRows: ReadonlySignal<Uint32Array>;
  readonly splitSize: ReadonlySignal<number>;
  readonly byImage: ReadonlySignal<ByImage>;
}

/** More images than this are counted quicker than they are sorted. */
const MANY = 20_000;

/** `signal` is the lifetime of the model. */
export function derive(state: State, signal: AbortSignal): Derived {
  const shown = rememberShown(state);
  const scoped = scopeOf(state, shown);
  const { inSplit, filtered, rated, matrix, ratedMatrix, visible } = scoped;
  // By themselves: the images wait for the threshold, the curve does not depend on it.
  const confidence = computed(() => shown.value.confidence);
  const split = computed(() => shown.value.split);
  // Matrix and counts follow at once, and what is image by image after they are painted.
  const late = deferred(
    computed(() => ({
      confidence: confidence.value,
      rated: rated.value,
      visible: visible.value,
      size: state.images.value.size,
    })),
    (now, last) =>
      now.visible.rows.length > MANY ||
      (now.size > MANY && (now.confidence !== last.confidence || now.rated !== last.rated || now.size !== last.size)),
    signal,
  );
  const talliedAt = computed(() => late.value.confidence);
  const tallied = computed(() => late.value.rated);
  const listed = computed(() => late.value.visible);
  const tallies = computed(() =>
    counts.perImage(tallied.value, talliedAt.value, state.images.value.size, state.header.value),
  );
  const rows = computed(() => ordered(listed.value, state.view.value.sort, state.images.value.name, tallies.value));
  const withoutClusters = scoped.visibleBut("clusters");
  const codes = computed(() => clusterCodes(state.images.value.cluster));
  const pageCount = computed(() => Math.max(1, Math.ceil(rows.value.length / state.pageSize.value)));
  const page = computed(() => clamped(state.page.value, 1, pageCount.value));
  return {
    ...scoped,
    shown,
    tallies,
    rows,
    pageCount,
    page,
    totals: computed(() => counts.rates(counts.ofMatrix(ratedMatrix.value, state.header.value), 0)),
    curve: computed(() => curveOf(state, split.value, rated.value, filtered.value)),
    byClass: computed(() => byClass(ratedMatrix.value, state.header.value)),
    mostConfused: computed(() => counts.mostConfused(matrix.value, state.header.value)),
    hasClusters: computed(() => state.images.value.cluster.some((id, row) => id !== NOISE && inSplit.value[row])),
    clusters: computed(() => {
      // Whatever changes these images changes the visible ones, too: they wait for the same paint.
      listed.value;
      return clustersOf(codes.value, untracked(() => withoutClusters.value).rows, tallies.value);
    }),
    pageRows: computed(() => {
      const first = (page.value - 1) * state.pageSize.value;
      return rows.value.subarray(first, first + state.pageSize.value);
    }),
    splitSize: computed(() => countOf(inSplit.value)),
    byImage: computed(() => byImage(state.outcomes.value, state.images.value.size)),
  };
}

/** While a report is on its way (or cannot be had) the last one shown stays on screen. */
function rememberShown(state: State): ReadonlySignal<Shown> {
  let last: Shown | undefined;
  return computed(() => {
    const asked = { split: state.split.value, confidence: state.confidence.value };
    if (last && !covers(state.header.value, asked.split, asked.confidence)) return last;
    if (last?.split !== asked.split || last.confidence !== asked.confidence) last = asked;
    return last;
  });
}

function curveOf(state: State, split: string, outcomes: Outcomes, images: Mask): CurvePoint[] {
  const header = state.header.value;
  const tallies = counts.curve(outcomes, images, header);
  return range(0, 100).map((percent) => ({
    percent,
    isKnown: covers(header, split, percent),
    ...counts.rates(tallies, percent),
  }));
}
