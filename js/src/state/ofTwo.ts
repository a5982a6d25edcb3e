/** Two models side by side as signals: the sums of engine/{transitions,change,compared}.ts over what is set. */

import { computed, type ReadonlySignal } from "@preact/signals-core";
import type { Outcomes } from "../data/tables";
import { changesOf } from "../engine/change";
import * as compared from "../engine/compared";
import type * as counts from "../engine/counts";
import { isSet, type OutcomeFacet, type RowTest } from "../engine/facets/facet";
import type { Mask } from "../engine/mask";
import { isOfTwo } from "../engine/order";
import * as scope from "../engine/scope";
import * as stepping from "../engine/stepping";
import { type BothTold, byClassAndTransition, toldOf } from "../engine/transitions";
import type { Part, Two } from "../engine/two";
import { choicesOf, signalOf } from "./selection";
import { sourceIn } from "./source";
import type { State } from "./state";

type Name = "baseline" | "shown";

/** What became of outcomes and images between the two; undefined, each: nothing is compared. */
export interface Told {
  readonly told: ReadonlySignal<BothTold | undefined>;
  /** Of the baseline's outcomes those that count in rates. */
  readonly ratedBefore: ReadonlySignal<Outcomes | undefined>;
  /** TP, FP, FN of every image under the baseline at its threshold. */
  readonly talliesBefore: ReadonlySignal<counts.Tallies | undefined>;
  /** How the errors of each image changed, by number. */
  readonly change: ReadonlySignal<Uint8Array | undefined>;
}

export interface OfTwo extends Told {
  /** Of the baseline what the matrix counts of the model on show; null while the difference is not on show. */
  readonly matrixBefore: ReadonlySignal<Float64Array | null>;
  /** Instances by class and transition over every facet but the transitions: see `byClassAndTransition`. */
  readonly transitions: ReadonlySignal<Float64Array | undefined>;
  /** The same over every facet but the cells and the transitions. */
  readonly transitionsByClass: ReadonlySignal<Float64Array | undefined>;
}

const outcomeFacets = ({ registry }: State) =>
  registry.filter((facet): facet is OutcomeFacet => facet.group !== "images");

export function toldOfTwo(state: State): Told {
  const told = computed(() => (state.two.value && state.isHere.value ? toldOf(state.two.value) : undefined));
  const sizes = outcomeFacets(state).filter(({ group }) => group === "size");
  /** The outcomes among the sizes: the same table at whatever threshold. */
  const countedIn = (name: Name) => {
    const part = partIn(state, name);
    const rated = computed(() => {
      const [own, images] = [part.value, state.images.value];
      return own && scope.passingOutcomes(own.outcomes, scope.rowTest(choicesOf(state, sizes), { ...own, images }));
    });
    const steps = computed(() => {
      const [own, outcomes] = [part.value, rated.value];
      return own && outcomes ? stepping.tallySteps(outcomes, state.images.value.size, own.header) : undefined;
    });
    const tallies = computed(() => {
      const two = state.two.value;
      return two && state.isHere.value ? steps.value?.(two[name].confidence) : undefined;
    });
    return { rated, tallies };
  };
  const baseline = countedIn("baseline");
  const [before, after] = [baseline.tallies, countedIn("shown").tallies];
  const change = computed(() => (before.value && after.value ? changesOf(before.value, after.value) : undefined));
  return { told, ratedBefore: baseline.rated, talliesBefore: before, change };
}

/** One of the models: the same object at whatever threshold. */
function partIn({ parts, two }: State, name: Name): ReadonlySignal<Part | undefined> {
  return computed(() => parts.value.find((part) => part.name === two.value?.[name].name));
}

/** Which outcomes of one of the models pass the facets; undefined: none of them is set. */
function testIn(
  state: State,
  two: Two,
  told: BothTold | undefined,
  name: Name,
  facets: readonly OutcomeFacet[],
): RowTest | undefined {
  const tables = { ...two[name], images: two.images, told: told?.[name], isBaseline: name === "baseline" };
  return scope.rowTest(choicesOf(state, facets), tables);
}

/** `filtered`: the images that pass the facets of images. */
export function ofTwo(state: State, own: Told, filtered: ReadonlySignal<Mask>): OfTwo {
  const facets = outcomeFacets(state);
  const but = (...left: string[]) => facets.filter(({ name }) => !left.includes(name));
  const transitionsOver = (some: readonly OutcomeFacet[]) =>
    computed(() => {
      const [two, told, mask] = [state.two.value, own.told.value, filtered.value];
      if (!two || !told) return undefined;
      // What does not hold has no transition.
      const isCounted = (name: Name) =>
        scope.testWithin(two[name].outcomes, mask, testIn(state, two, told, name, some));
      return byClassAndTransition(two, told, { baseline: isCounted("baseline"), shown: isCounted("shown") });
    });
  const [transitions, ofClasses] = [transitionsOver(but("transition")), transitionsOver(but("transition", "cells"))];
  const part = partIn(state, "baseline");
  const matrixSteps = computed(() => {
    const [baseline, images] = [part.value, state.images.value];
    if (!baseline) return undefined;
    const told = toldIfAsked(state, own)?.baseline;
    const { outcomes, mask } = sourceIn(state, baseline, filtered);
    const tables = { ...baseline, outcomes, images, told, isBaseline: true };
    const counted = scope.passingOutcomes(outcomes, scope.rowTest(choicesOf(state, but("cells")), tables));
    return stepping.matrixSteps(counted, mask, baseline.header.classes.length);
  });
  return {
    ...own,
    matrixBefore: computed(() => {
      const two = state.two.value;
      return two && state.compared.value ? (matrixSteps.value?.(two.baseline.confidence) ?? null) : null;
    }),
    transitions,
    transitionsByClass: computed(() => (isSet(state.facets.cells.value) ? ofClasses : transitions).value),
  };
}

/** To tell what became of everything costs as much as a matrix: only where a facet asks for it. */
export function toldIfAsked(state: State, { told }: Told): BothTold | undefined {
  return isSet(state.facets.transition.value) ? told.value : undefined;
}

/**
 * Is the question about both: is the difference on show, or does a facet or the order of the images ask what changed?
 * Else what is counted and listed is the model on show alone. Python's `lens/asked.py` says the same.
 */
export function isAboutTwo({ view, compared, facets: { change, transition } }: State): boolean {
  const isOrdered = isOfTwo(view.value.sort) && view.value.face === "images";
  return compared.value || isSet(change.value) || isSet(transition.value) || isOrdered;
}

/** The images of `mask` and the instances that pass everything; `rows` are those of `mask`. */
export function visibleInTwo(state: State, two: Two, told: BothTold, mask: Mask, rows: Uint32Array) {
  const facets = outcomeFacets(state);
  const isSetIn = (some: readonly OutcomeFacet[]) => some.some(({ name }) => isSet(signalOf(state, name).value));
  const { cells, transition } = state.facets;
  const passing = (some: readonly OutcomeFacet[]): compared.Passing => ({
    mask,
    baseline: testIn(state, two, told, "baseline", some),
    shown: testIn(state, two, told, "shown", some),
  });
  if (state.compared.value && cells.value.length > 0) {
    const others = facets.filter(({ name }) => name !== "cells");
    return compared.visibleInCells(two, told, passing(others), cells.value);
  }
  const isAnySet = isSetIn(facets.filter(({ group }) => group === "outcomes"));
  const isGoneIn = compared.hasGone(isAnySet, cells.value, transition.value);
  const found = compared.visibleOfTwo(two, told, passing(facets), isGoneIn);
  return isSetIn(facets) ? found : { ...found, mask, rows };
}
