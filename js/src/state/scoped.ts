/** The table at the head of engine/scope.ts as signals: each entry worked out once, and only when what it follows from changes. */

import { computed, type ReadonlySignal } from "@preact/signals-core";
import type { Outcomes } from "../data/tables";
import { type ByCell, byCell } from "../engine/byCell";
import type { VisibleOfTwo } from "../engine/compared";
import * as counts from "../engine/counts";
import { type ImageFacet, isSet, type OutcomeFacet, type RowTest } from "../engine/facets/facet";
import { byClassAndKind, KINDS, type KindCurves, kindCurves, kindsOf } from "../engine/kinds";
import { type Mask, rowsOf } from "../engine/mask";
import * as scope from "../engine/scope";
import { matrixSteps } from "../engine/stepping";
import { suspectCurves } from "../engine/suspects";
import { isAboutTwo, type OfTwo, ofTwo, toldIfAsked, toldOfTwo, visibleInTwo } from "./ofTwo";
import type { Shown } from "./parts";
import { choicesOf, signalOf } from "./selection";
import { type Source, sourceOf } from "./source";
import type { State } from "./state";

export interface Scoped extends OfTwo {
  /** Images of the split. */
  readonly inSplit: ReadonlySignal<Mask>;
  /** Images that pass the facets of images. */
  readonly filtered: ReadonlySignal<Mask>;
  /** Does an outcome count in rates and tallies? Undefined: all do. */
  readonly isRated: ReadonlySignal<RowTest | undefined>;
  /** The outcomes that do. */
  readonly rated: ReadonlySignal<Outcomes>;
  /** What rates, curves and classes are sums over. */
  readonly summed: ReadonlySignal<Source>;
  /** Does an outcome pass every facet of outcomes, the cells too? Undefined: none is set. */
  readonly isSelected: ReadonlySignal<RowTest | undefined>;
  /** Counts over every facet but the cells, row by row: matrix[actual * classes + predicted]. */
  readonly matrix: ReadonlySignal<Float64Array>;
  /** The same over the outcomes that count in rates. */
  readonly ratedMatrix: ReadonlySignal<Float64Array>;
  /** The same over the whole split, whatever is set. */
  readonly wholeMatrix: ReadonlySignal<Float64Array>;
  /** Instances by class and kind of error over every facet but the kinds: see `byClassAndKind`. */
  readonly kinds: ReadonlySignal<Float64Array>;
  /** The same at every threshold, and what they count as: see `kindCurves`. */
  readonly kindCurves: ReadonlySignal<KindCurves>;
  /** Suspects of each kind at every threshold, over every facet but the suspects: see `suspectCurves`. */
  readonly suspects: ReadonlySignal<Float64Array>;
  /** Does an outcome pass that? */
  readonly isSuspectShown: ReadonlySignal<RowTest>;
  /** Instances of one cell by kind of error, over what the matrix counts. */
  kindsIn(actual: number, predicted: number): Float64Array;
  /** From a cell to its outcomes, at any threshold and whatever is filtered. */
  readonly cellIndex: ReadonlySignal<ByCell>;
  /** Images and instances that pass every facet; beside a baseline those of both models, see `engine/compared.ts`. */
  readonly visible: ReadonlySignal<Visible>;
  /** As `isSelected`, but for this one facet; to be asked for once. */
  isSelectedBut(facet: string): ReadonlySignal<RowTest | undefined>;
  /** Images that pass every facet but this one of images; to be asked for once. */
  visibleBut(facet: string): ReadonlySignal<Images>;
}

type Images = Pick<scope.Visible, "mask" | "rows">;
type Visible = scope.Visible & Partial<VisibleOfTwo>;

/** Facets that ask for no more of an image than where it lies and which it is. */
export const PLACED: readonly string[] = ["clusters", "lasso", "picked", "marked_images"];

/** What the facets of a state leave of its tables, at the split and threshold that are shown. */
export function scopeOf(state: State, shown: ReadonlySignal<Shown>): Scoped {
  const ofImages = state.registry.filter((facet): facet is ImageFacet => facet.group === "images");
  const ofOutcomes = state.registry.filter((facet): facet is OutcomeFacet => facet.group !== "images");
  const ofSize = ofOutcomes.filter(({ group }) => group === "size");
  const ofMatrix = ofOutcomes.filter(({ group, name }) => group === "outcomes" && name !== "cells");
  const classes = computed(() => state.header.value.classes.length);
  // Each by itself: a step of the threshold changes no facet.
  const split = computed(() => shown.value.split);
  const confidence = computed(() => shown.value.confidence);
  const inSplit = computed(() => scope.inSplit(state.images.value, split.value));
  const told = toldOfTwo(state);
  const passing = (facets: readonly ImageFacet[]) =>
    computed(() => {
      const change = isSet(state.facets.change.value) ? told.change.value : undefined;
      const asked = state.isHere.value ? facets : facets.filter(({ name }) => PLACED.includes(name));
      return scope.passingImages(state.images.value, inSplit.value, choicesOf(state, asked), change);
    });
  const test = (facets: readonly OutcomeFacet[], over: ReadonlySignal<Outcomes> = state.outcomes) =>
    computed(() => {
      // What else is set, a cube was made of.
      const isRows = over.value === state.outcomes.value;
      const choices = choicesOf(state, isRows ? facets : facets.filter(({ isInCube }) => isInCube));
      if (choices.length === 0) return undefined;
      const { header, images, objects } = state;
      const tables = { header: header.value, images: images.value, objects: objects.value, outcomes: over.value };
      return scope.rowTest(choices, { ...tables, told: toldIfAsked(state, told)?.shown });
    });
  const isRated = test(ofSize);
  const rated = computed(() => scope.passingOutcomes(state.outcomes.value, isRated.value));
  const isMatrixSet = computed(() => choicesOf(state, ofMatrix).length > 0);
  const isCounted = test([...ofSize, ...ofMatrix]);
  const counted = computed(() =>
    isMatrixSet.value ? scope.passingOutcomes(state.outcomes.value, isCounted.value) : rated.value,
  );
  const isAllCounted = computed(() => counted.value === state.outcomes.value);
  const cellIndex = computed(() => byCell(state.outcomes.value, classes.value));
  const countedIndex = computed(() => (isAllCounted.value ? cellIndex.value : byCell(counted.value, classes.value)));
  const filtered = passing(ofImages);
  const filteredRows = computed(() => rowsOf(filtered.value));
  const source = sourceOf(state, filtered, state.registry, "cube");
  const ratedSource = sourceOf(state, filtered, [...ofImages, ...ofSize], "rated");
  const outcomes = computed(() => source.value.outcomes);
  const isFolded = computed(() => outcomes.value !== state.outcomes.value);
  const isFoldCounted = test(ofMatrix, outcomes);
  const summed = computed((): Source => {
    const own = ratedSource.value;
    return own.outcomes === state.outcomes.value ? { ...own, outcomes: rated.value } : own;
  });
  const matrixSource = computed(
    (): Source => ({
      ...source.value,
      outcomes: isFolded.value ? scope.passingOutcomes(outcomes.value, isFoldCounted.value) : counted.value,
    }),
  );
  const matrixIndex = computed(() =>
    isFolded.value ? byCell(matrixSource.value.outcomes, classes.value) : countedIndex.value,
  );
  const matrixOver = (own: ReadonlySignal<Source>) => {
    // A step of the threshold reads what lies between the two: a large cube has a hundred times as many rows.
    const steps = computed(() => matrixSteps(own.value.outcomes, own.value.mask, classes.value));
    return computed(() => steps.value(confidence.value));
  };
  const matrix = matrixOver(matrixSource);
  const summedMatrix = matrixOver(summed);
  /** The images of a mask with an outcome that passes the facets of outcomes; undefined: none of these is set. */
  const behind = (mask: Mask) => {
    const cells = state.facets.cells.value;
    if (cells.length === 0 && isAllCounted.value) return undefined;
    const rows = cells.length > 0 ? scope.rowsInCells(countedIndex.value, cells, classes.value) : undefined;
    return scope.behind(counted.value, mask, confidence.value, rows);
  };
  const aboutTwo = computed(() => (isAboutTwo(state) ? state.two.value : null));
  const inTwo = (mask: Mask, rows: Uint32Array): Visible | undefined => {
    const two = aboutTwo.value;
    return two && told.told.value ? visibleInTwo(state, two, told.told.value, mask, rows) : undefined;
  };
  const all = () => scope.everyone(filtered.value, filteredRows.value, matrix.value);
  let last: Visible = { mask: new Uint8Array(0), rows: new Uint32Array(0), instances: 0 };
  const visible = computed((): Visible => {
    if (state.isHere.value) return inTwo(filtered.value, filteredRows.value) ?? behind(filtered.value) ?? all();
    // Until rows come the last ones stay, where their places do not tell which images pass.
    if (choicesOf(state, state.registry).every(({ facet }) => PLACED.includes(facet.name))) last = all();
    return last;
  });
  const isSelectedBut = (facet: string) => test(ofOutcomes.filter(({ name }) => name !== facet));
  const isSelectedButSuspects = isSelectedBut("suspects");
  const isSuspectShown = computed(() =>
    scope.testWithin(state.outcomes.value, filtered.value, isSelectedButSuspects.value),
  );
  const isKindSelected = test(
    ofOutcomes.filter(({ name }) => name !== "kinds"),
    outcomes,
  );
  const isKind = computed(() => scope.testWithin(outcomes.value, source.value.mask, isKindSelected.value));
  const kinds = computed(() => {
    const [isCounted, isHeld] = [isKind.value, counts.holdingAt(outcomes.value, confidence.value)];
    return byClassAndKind(outcomes.value, (row) => isHeld(row) && isCounted(row), state.header.value);
  });
  const kindsIn = (actual: number, predicted: number) => {
    const { outcomes: own, mask } = matrixSource.value;
    const sums = new Float64Array(KINDS.length);
    const kindOf = kindsOf(own, state.header.value);
    const rows = scope.rowsInCells(matrixIndex.value, [[actual, predicted]], classes.value);
    const add = (row: number) => counts.grow(sums, kindOf(row), counts.at(own.count, row));
    scope.eachHeld(own, mask, confidence.value, add, rows);
    return sums;
  };
  const whole = sourceOf(state, inSplit, [], "cube");
  return {
    ...ofTwo(state, told, filtered),
    ...{ kinds, kindsIn, isSuspectShown },
    kindCurves: computed(() => kindCurves(outcomes.value, isKind.value, state.header.value)),
    suspects: computed(() =>
      suspectCurves({ outcomes: state.outcomes.value, objects: state.objects.value }, isSuspectShown.value),
    ),
    ...{ inSplit, filtered, isRated, rated, summed, matrix, cellIndex, visible },
    isSelected: test(ofOutcomes),
    ratedMatrix: computed(() => (summed.value.outcomes === matrixSource.value.outcomes ? matrix : summedMatrix).value),
    wholeMatrix: matrixOver(whole),
    isSelectedBut,
    visibleBut(name) {
      const mask = passing(ofImages.filter((facet) => facet.name !== name));
      const rows = computed(() => rowsOf(mask.value));
      return computed((): Images => {
        if (!state.isHere.value || !isSet(signalOf(state, name).value)) return visible.value;
        const all = { mask: mask.value, rows: rows.value };
        return inTwo(all.mask, all.rows) ?? behind(all.mask) ?? all;
      });
    },
  };
}
