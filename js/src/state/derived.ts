/** Everything that follows from the state. Each value is computed once, however many views read it. */

import { computed, type ReadonlySignal } from "@preact/signals-core";
import { NOISE } from "../data/tables";
import { type ByCell, byCell } from "../engine/byCell";
import { byClass, type ClassCounts } from "../engine/byClass";
import { type ByImage, byImage } from "../engine/byImage";
import type { CellCount } from "../engine/cells";
import { type Cluster, clusterCodes, clustersOf } from "../engine/clusters";
import * as counts from "../engine/counts";
import * as filters from "../engine/filters";
import { covers } from "../engine/header";
import { clamped, range } from "../engine/numbers";
import { ordered } from "../engine/order";
import { late } from "./late";
import type { State } from "./state";

/** The split and threshold that the numbers on screen belong to. */
export interface Shown {
  readonly split: string;
  readonly confidence: number;
}

/** P, R and F1 at a threshold; `isKnown` false: no report is loaded there. */
export interface CurvePoint extends counts.Rates {
  readonly percent: number;
  readonly isKnown: boolean;
}

export interface Derived {
  /** What is asked for where the columns answer it, else what was last shown. */
  readonly shown: ReadonlySignal<Shown>;
  /** Images of the split. */
  readonly inSplit: ReadonlySignal<counts.Mask>;
  /** Images that pass every filter except the cells. */
  readonly passing: ReadonlySignal<counts.Mask>;
  /** Images that pass every filter. */
  readonly visible: ReadonlySignal<filters.Visible>;
  /** From a cell to its outcomes. */
  readonly cellIndex: ReadonlySignal<ByCell>;
  /** Counts over `passing`, row by row: cells[actual * classes + predicted]. */
  readonly matrix: ReadonlySignal<Float64Array>;
  readonly totals: ReadonlySignal<counts.Rates>;
  readonly curve: ReadonlySignal<readonly CurvePoint[]>;
  /** TP, FP, FN of every image at the shown threshold. */
  readonly tallies: ReadonlySignal<counts.Tallies>;
  readonly byClass: ReadonlySignal<readonly ClassCounts[]>;
  readonly worst: ReadonlySignal<readonly CellCount[]>;
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
  const classes = computed(() => state.header.value.classes.length);
  const shown = rememberShown(state);
  // Each by itself: a step of the threshold changes no filter.
  const split = computed(() => shown.value.split);
  const confidence = computed(() => shown.value.confidence);
  const inSplit = computed(() => filters.inSplit(state.images.value, split.value));
  const passing = computed(() =>
    filters.base(state.images.value, {
      split: split.value,
      clusters: state.clusters.value,
      lasso: state.lasso.value,
      query: state.query.value,
      picked: state.picked.value,
    }),
  );
  const matrix = computed(() => counts.matrix(state.outcomes.value, passing.value, confidence.value, classes.value));
  const cellIndex = computed(() => byCell(state.outcomes.value, classes.value));
  const passingRows = computed(() => filters.rowsOf(passing.value));
  const visible = computed(() => {
    const cells = state.cells.value;
    if (cells.length > 0) {
      const asked = { cells, confidence: confidence.value };
      return filters.behind(state.outcomes.value, cellIndex.value, passing.value, asked, classes.value);
    }
    return filters.everyone(passing.value, passingRows.value, matrix.value);
  });
  // Matrix and counts follow at once, and what is image by image after they are painted.
  const unhurried = late(
    computed(() => ({ confidence: confidence.value, visible: visible.value, size: state.images.value.size })),
    (now, last) =>
      now.visible.rows.length > MANY ||
      (now.size > MANY && (now.confidence !== last.confidence || now.size !== last.size)),
    signal,
  );
  const talliedAt = computed(() => unhurried.value.confidence);
  const listed = computed(() => unhurried.value.visible);
  const tallies = computed(() =>
    counts.perImage(state.outcomes.value, talliedAt.value, state.images.value.size, state.header.value),
  );
  const rows = computed(() => ordered(listed.value, state.view.value.sort, state.images.value.name, tallies.value));
  const codes = computed(() => clusterCodes(state.images.value.cluster));
  const pageCount = computed(() => Math.max(1, Math.ceil(rows.value.length / state.pageSize.value)));
  const page = computed(() => clamped(state.page.value, 1, pageCount.value));
  return {
    shown,
    inSplit,
    passing,
    visible,
    matrix,
    tallies,
    rows,
    pageCount,
    page,
    totals: computed(() => counts.rates(counts.ofMatrix(matrix.value, state.header.value), 0)),
    curve: computed(() => curveOf(state, split.value, passing.value)),
    byClass: computed(() => byClass(matrix.value, state.header.value)),
    worst: computed(() => counts.mostConfused(matrix.value, state.header.value)),
    cellIndex,
    hasClusters: computed(() => state.images.value.cluster.some((id, row) => id !== NOISE && inSplit.value[row])),
    clusters: computed(() => clustersOf(codes.value, inSplit.value, tallies.value)),
    pageRows: computed(() => {
      const first = (page.value - 1) * state.pageSize.value;
      return rows.value.subarray(first, first + state.pageSize.value);
    }),
    splitSize: computed(() => filters.countOf(inSplit.value)),
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

function curveOf(state: State, split: string, passing: counts.Mask): CurvePoint[] {
  const header = state.header.value;
  const tallies = counts.curve(state.outcomes.value, passing, header);
  return range(0, 100).map((percent) => ({
    percent,
    isKnown: covers(header, split, percent),
    ...counts.rates(tallies, percent),
  }));
}
