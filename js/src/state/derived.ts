/** Everything that follows from the state. Each value is computed once, however many views read it. */

import { computed, type ReadonlySignal, untracked } from "@preact/signals-core";
import { columnsIn } from "../data/columns";
import { type Images, NOISE } from "../data/tables";
import type { Precisions } from "../data/wire";
import { byClass, type ClassCounts, type ClassPeak, classCurves, classPeaks } from "../engine/byClass";
import { type ByImage, byImage } from "../engine/byImage";
import { type Cluster, clusterCodes, clustersIn, clustersOf } from "../engine/clusters";
import * as counts from "../engine/counts";
import { type Curve, curveIn } from "../engine/curve";
import { sparseGroups } from "../engine/groups";
import { covers } from "../engine/header";
import type { Mask } from "../engine/mask";
import { range } from "../engine/numbers";
import { isOfTwo, ordered } from "../engine/order";
import { type Ordered, pageOf } from "../engine/ordered";
import { type Away, awayOf, isBehind } from "./away";
import { deferred } from "./deferred";
import { type Faces, facesOf, firstOf } from "./faces";
import { type Histograms, histogramsOf } from "./histograms";
import { levelsOf } from "./levels";
import { type Marked, markedOf } from "./marks";
import type { Shown } from "./parts";
import { type Scoped, scopeOf } from "./scoped";
import type { Source } from "./source";
import type { State } from "./state";
import { type Judged, judgedOf } from "./verdicts";

export interface Derived extends Scoped, Away, Faces, Histograms, Marked, Judged {
  /** What is asked for where the columns answer it, else what was last shown. */
  readonly shown: ReadonlySignal<Shown>;
  readonly totals: ReadonlySignal<counts.Rates>;
  /** The same of the baseline, at its threshold; undefined: nothing is compared. */
  readonly totalsBefore: ReadonlySignal<counts.Rates | undefined>;
  /** Average precision of the model on show over the whole split; undefined: Python has not counted it. */
  readonly precisions: ReadonlySignal<Precisions | undefined>;
  /** Over the facets of images and sizes, as the rates. */
  readonly curve: ReadonlySignal<Curve>;
  /** The same over the visible images alone. */
  readonly visibleCurve: ReadonlySignal<Curve>;
  /** TP, FP, FN of every image at the threshold `talliedAt`. */
  readonly tallies: ReadonlySignal<counts.Tallies>;
  /** The shown threshold, or where counting image by image is slow the last one until matrix and counts are painted. */
  readonly talliedAt: ReadonlySignal<number>;
  readonly byClass: ReadonlySignal<readonly ClassCounts[]>;
  /** TP, FP, FN of each class at every threshold, in the row 101 * class + percent. */
  readonly classCurves: ReadonlySignal<counts.Tallies>;
  /** Where the F1 of each class is best, in the order of `byClass`. */
  readonly classPeaks: ReadonlySignal<readonly ClassPeak[]>;
  /** The thresholds at which the curves are known, ascending. */
  readonly known: ReadonlySignal<readonly number[]>;
  readonly mostConfused: ReadonlySignal<counts.MostConfused>;
  readonly hasClusters: ReadonlySignal<boolean>;
  /** Has any image of the split a place on the map? */
  readonly hasPlaces: ReadonlySignal<boolean>;
  readonly clusters: ReadonlySignal<readonly Cluster[]>;
  /** Visible image rows in gallery order. */
  readonly rows: ReadonlySignal<Ordered>;
  readonly byImage: ReadonlySignal<ByImage>;
}

const NO_ROWS = new Uint32Array(0);
/** With more images than this matrix and counts are painted first: they are quicker than order, cards and map. */
const MANY = 2_000;

/** `signal` is the lifetime of the model. */
export function derive(state: State, signal: AbortSignal): Derived {
  const { shown } = state;
  const scoped = scopeOf(state, shown);
  const { inSplit, filtered, summed, matrix, ratedMatrix } = scoped;
  // By itself: the curve does not depend on the threshold.
  const split = computed(() => shown.value.split);
  const known = computed(() => range(0, 100).filter((percent) => covers(state.header.value, split.value, percent)));
  const curveOver = ({ outcomes, mask }: Source) =>
    curveIn(counts.curve(outcomes, mask, state.header.value), known.value);
  const curve = computed(() => curveOver(summed.value));
  const curves = computed(() => classCurves(summed.value.outcomes, summed.value.mask, state.header.value));
  const byEach = imageByImage(state, scoped, shown, signal);
  const faces = facesOf(state, scoped, shown, byEach.rows, signal);
  return {
    ...{ ...scoped, ...byEach, ...faces, ...markedOf(state), ...judgedOf(state, { ...scoped, ...faces }), shown },
    ...{ ...histogramsOf(state, scoped, shown, signal), ...awayOf(state, scoped, shown) },
    totals: computed(() => counts.rates(counts.ofMatrix(ratedMatrix.value, state.header.value), 0)),
    totalsBefore: computed(() => {
      const before = scoped.talliesBefore.value;
      return before && counts.rates(counts.summed(before, filtered.value), 0);
    }),
    precisions: computed(() => {
      const { split, model } = shown.value;
      return state.precisions.value[model ? `${split} ${model}` : split];
    }),
    ...{ known, curve },
    visibleCurve: computed(() => {
      const { mask } = scoped.visible.value;
      return !state.isHere.value || mask === filtered.value
        ? curve.value
        : curveOver({ outcomes: scoped.rated.value, mask });
    }),
    classCurves: curves,
    classPeaks: computed(() => classPeaks(curves.value, known.value, state.header.value)),
    byClass: computed(() => byClass(ratedMatrix.value, state.header.value)),
    mostConfused: computed(() => counts.mostConfused(matrix.value, state.header.value)),
    hasClusters: computed(() => {
      const { cluster, size } = state.images.value;
      if (isBehind(state)) return state.header.value.facets.includes("clusters");
      return size > 0 && cluster.some((id, row) => id !== NOISE && inSplit.value[row]);
    }),
    hasPlaces: computed(() => {
      // While filters leave nothing the map stays, empty; around nothing at all the box has no width.
      const [left, , right] = state.sentMap.value?.box ?? [];
      return isBehind(state) ? left !== right : hasPlaces(state.images.value, inSplit.value);
    }),
    byImage: computed(() =>
      state.isHere.value
        ? byImage(state.outcomes.value, state.images.value.size)
        : (state.sentPage.value?.byImage ?? sparseGroups([], [])),
    ),
  };
}

function hasPlaces({ x, y }: Images, inSplit: Mask): boolean {
  return x.some((place, row) => inSplit[row] === 1 && Number.isFinite(place + (y[row] ?? Number.NaN)));
}

/** What is worked out image by image: where that is slow it waits until matrix and counts are painted. */
function imageByImage(state: State, scoped: Scoped, shown: ReadonlySignal<Shown>, signal: AbortSignal) {
  const now = computed(() => ({
    confidence: shown.value.confidence,
    rated: scoped.rated.value,
    visible: scoped.visible.value,
    size: state.images.value.size,
    isHere: state.isHere.value,
  }));
  // What Python counted is there at once.
  const isSlow = (next: typeof now.value, last: typeof now.value) =>
    next.isHere &&
    (next.visible.rows.length > MANY ||
      (next.size > MANY &&
        (next.confidence !== last.confidence || next.rated !== last.rated || next.size !== last.size)));
  const painted = deferred(now, isSlow, signal);
  // Each by itself: the tallies depend on no facet of images, the order on no threshold.
  const confidence = computed(() => painted.value.confidence);
  const rated = computed(() => painted.value.rated);
  const visible = computed(() => painted.value.visible);
  const isHere = computed(() => painted.value.isHere);
  const tallies = computed(() => {
    const { sentTallies, sentPage, images, header } = state;
    if (isHere.value) return counts.perImage(rated.value, confidence.value, images.value.size, header.value);
    return (sentTallies.value ?? sentPage.value)?.tallies ?? counts.blank(0);
  });
  const codes = computed(() => clusterCodes(state.images.value.cluster));
  const withoutClusters = scoped.visibleBut("clusters");
  const inClusters = computed(() => {
    // Whatever changes these images changes the visible ones, too: they wait for the same paint.
    visible.value;
    return untracked(() => withoutClusters.value).rows;
  });
  const levels = levelsOf(state, "clusters");
  return {
    tallies,
    talliedAt: confidence,
    rows: computed((): Ordered => {
      const sent = state.sentPage.value;
      if (!isHere.value) return sent ? pageOf(sent.rows, firstOf(sent), state.counted.value?.images ?? 0) : NO_ROWS;
      const { sort } = state.view.value;
      const before = isOfTwo(sort) ? scoped.talliesBefore.value : undefined;
      return ordered(visible.value, sort, state.images.value.name, tallies.value, before);
    }),
    clusters: computed(() => {
      if (!isBehind(state)) return clustersOf(codes.value, inClusters.value, tallies.value);
      const sent = levels.value;
      if (!sent) return [];
      const { values, images, ...sums } = columnsIn(sent.columns, ["values", "images", "tp", "fp", "fn"]);
      return clustersIn(values, images, sums as unknown as counts.Tallies);
    }),
  };
}
