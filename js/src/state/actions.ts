/** Everything a user can do, by name. Views call these and never write a signal themselves. */

import { batch, effect, type ReadonlySignal, type Signal, untracked } from "@preact/signals-core";
import { ORDERING, type Raster, type View } from "../data/wire";
import type { CellIndex } from "../engine/cells";
import type { FacetName, FacetValues } from "../engine/facets";
import type { Choice, Facet } from "../engine/facets/facet";
import { clamped } from "../engine/numbers";
import type { Ordered } from "../engine/ordered";
import type { Transition } from "../engine/transitions";
import { showDifference, showModel } from "./comparing";
import type { Derived } from "./derived";
import type { History } from "./history";
import { createMarking, type Marking } from "./marks";
import { facetOf, signalOf } from "./selection";
import type { State } from "./state";
import { createJudging, type Judging } from "./verdicts";

/** How a gesture joins what is already selected: a click replaces, ctrl/cmd toggles, shift adds. */
export type SelectMode = "replace" | "toggle" | "add";

/** The facets whose values are lists of things that one adds and takes away. */
type ListName = "cells" | "clusters" | "picked" | "kinds" | "suspects" | "change" | "transition";

export interface Actions extends Marking, Judging {
  setSplit(split: string): void;
  /** Integer percent. */
  setConfidence(percent: number): void;
  /** Show this one of two models; of the two the other becomes the baseline, each at its own threshold. */
  setModel(name: string): void;
  /** Show the difference of the two models, the later one's numbers less the earlier one's. */
  compare(): void;
  /** Integer percent; null: that of the model on show. */
  setBaselineConfidence(percent: number | null): void;
  /** Ask for what is shown, in place of what could not be had. */
  returnToShown(): void;
  /** Set a facet, within its limits. */
  set<Name extends FacetName>(name: Name, value: FacetValues[Name]): void;
  /** The same for a facet that is known from the registry alone. */
  choose(choice: Choice): void;
  /** Change a facet that is a list; replacing what is selected by itself clears it. */
  select<Name extends ListName>(name: Name, items: FacetValues[Name], mode: SelectMode): void;
  /** The same of suspects, as instances, the weightiest first. */
  suspect(kinds: FacetValues["suspects"], mode: SelectMode): void;
  /** The same of a transition, as instances; with a row of the matrix, those of a class alone. */
  became(word: Transition, mode: SelectMode, row?: readonly CellIndex[]): void;
  clear(name: FacetName): void;
  /** Clear the facet that was set last; false: none is set. */
  clearLatest(): boolean;
  /** Clear every facet, those that only Python knows too; split and threshold stay. */
  reset(): void;
  setPage(page: number): void;
  setView(change: Partial<View>): void;
  /** Show an image large, `instance` (an outcome row) of it in the middle; null: close. */
  open(row: number | null, instance?: number): void;
  /** The same for one of the visible images, by its place in gallery order, turning the page along. */
  openAt(place: number, instance?: number): void;
  /** The same for one of the visible instances, by the place of its card. */
  openInstanceAt(place: number): void;
  /** Open the next (1) or previous (-1) of the visible images. */
  step(by: 1 | -1): void;
  /** Ask for the pixels of the open picture that one is looking at; 0: the small one will do. */
  wantPixels(longest: number): void;
  /** Look at a part of the map, [x0, y0, x1, y1]; null: at everything. */
  lookAt(box: Raster["box"] | null): void;
  /** Ask for what is known of an image on the map. */
  pointAt(row: number): void;
  /** Ask the kernel for a file, which the browser then saves. */
  saveFile(what: "report" | "images" | "instances" | "marks" | "marked"): void;
}

/** `latest`: the facet that was set last. */
export function createActions(
  state: State,
  derived: Derived,
  history: History,
  latest: () => Facet | undefined,
): Actions {
  /** Change what is shown, and return to the first page in the same breath. */
  const ask = (change: () => void) =>
    batch(() => {
      change();
      state.page.value = 1;
    });
  const turn = (page: number) => {
    state.page.value = clamped(Math.round(page), 1, derived.pageCount.value);
  };
  const turnTo = (place: number) => turn(Math.floor(place / state.pageSize.value) + 1);
  const choose = ({ facet, value }: Choice) => {
    signalOf(state, facet.name).value = facet.limited ? facet.limited(value) : value;
  };
  const clear = ({ name, empty }: Facet) => {
    signalOf(state, name).value = empty;
  };
  const open = (row: number | null, instance?: number) =>
    batch(() => {
      // They were asked for of another image.
      if (row !== state.open.value) state.openPixels.value = null;
      state.open.value = row;
      state.openInstance.value = instance ?? null;
    });
  let stopWaiting = () => {};
  /** What stands on another page, Python may have to send: turn there, and `act` when it has come. */
  const whenThere = (rows: ReadonlySignal<Ordered>, place: number, act: () => void) => {
    stopWaiting();
    if (rows.peek()[place] !== undefined || place < 0 || place >= rows.peek().length) return act();
    turnTo(place);
    stopWaiting = effect(() => {
      if (rows.value[place] === undefined) return;
      stopWaiting();
      untracked(act);
    });
  };
  const openAt = (place: number, instance?: number) =>
    batch(() => {
      const row = derived.rows.value[place];
      if (row === undefined) return;
      open(row, instance);
      // Images stand on the pages of their own face alone.
      if (derived.face.value === "images") turnTo(place);
    });
  const openInstanceAt = (place: number) =>
    batch(() => {
      const row = derived.instanceRows.value[place];
      if (row === undefined) return;
      open(state.listed.value.outcomes.image[row] as number, row);
      turnTo(place);
    });
  const select: Actions["select"] = (name, items, mode) =>
    ask(() => {
      const before = signalOf(state, name) as Signal<readonly Item[]>;
      choose({ facet: facetOf(state, name), value: combined(before.value, items, mode) });
    });
  return {
    ...createJudging(state, derived, history),
    ...createMarking(state, derived, (face) => (face === "images" ? derived.rows : derived.instanceRows).peek()),
    setSplit: (split) =>
      ask(() => {
        state.split.value = split;
      }),
    setConfidence: (percent) =>
      ask(() => {
        state.confidence.value = clamped(Math.round(percent), 0, 100);
      }),
    setBaselineConfidence: (percent) =>
      ask(() => {
        state.baselineConfidence.value = percent === null ? null : clamped(Math.round(percent), 0, 100);
      }),
    setModel: (name) =>
      ask(() => {
        showModel(state, name);
        state.compared.value = false;
      }),
    compare: () => ask(() => showDifference(state)),
    returnToShown: () =>
      ask(() => {
        const { split, confidence, model } = state.shown.value;
        if (model) showModel(state, model);
        state.split.value = split;
        state.confidence.value = confidence;
      }),
    set: (name, value) => ask(() => choose({ facet: facetOf(state, name), value })),
    choose: (choice) => ask(() => choose(choice)),
    select,
    suspect: (kinds, mode) =>
      batch(() => {
        select("suspects", kinds, mode);
        if (state.facets.suspects.value.length === 0) return;
        state.view.value = { ...state.view.value, face: "instances", instance_sort: "weight" };
      }),
    became: (word, mode, row) =>
      batch(() => {
        const { cells, transition } = state.facets;
        const isAgain = mode === "replace" && `${cells.value}|${transition.value}` === `${row}|${word}`;
        const joining = isAgain || !row ? mode : "add";
        if (row) {
          if (mode === "replace" && !isAgain) cells.value = transition.value = [];
          select("cells", row, joining);
        }
        select("transition", [word], joining);
        if (transition.value.length > 0) state.view.value = { ...state.view.value, face: "instances" };
      }),
    clear: (name) => ask(() => clear(facetOf(state, name))),
    clearLatest() {
      const facet = latest();
      if (facet) ask(() => clear(facet));
      return facet !== undefined;
    },
    reset: () =>
      ask(() => {
        state.registry.forEach(clear);
        state.unknown.value = {};
      }),
    setPage: turn,
    setView: (change) =>
      batch(() => {
        const before = state.view.value;
        state.view.value = { ...before, ...change };
        if (ORDERING.some((key) => state.view.value[key] !== before[key])) state.page.value = 1;
      }),
    open,
    openAt,
    openInstanceAt: (place) => whenThere(derived.instanceRows, place, () => openInstanceAt(place)),
    step: (by) => {
      const here = derived.rows.value.indexOf(state.open.value ?? -1);
      if (here >= 0) whenThere(derived.rows, here + by, () => openAt(here + by));
    },
    wantPixels: (longest) => {
      state.openPixels.value = longest || null;
    },
    lookAt: (box) => {
      state.mapBox.value = box;
    },
    pointAt: (row) => {
      state.mapRow.value = row;
    },
    saveFile: (what) => {
      // Pages without https have no crypto.randomUUID.
      state.report.value = { asked: `${what} ${Math.random()}`, saved: "" };
    },
  };
}

type Item = number | string | readonly number[];

/** As text all are told apart. */
function combined<T extends Item>(before: readonly T[], given: readonly T[], mode: SelectMode): readonly T[] {
  const had = new Map(before.map((item) => [String(item), item]));
  const isHad = given.every((item) => had.has(String(item)));
  if (mode === "replace") return isHad && had.size === given.length ? [] : given;
  for (const item of given) {
    if (isHad && mode === "toggle") had.delete(String(item));
    else had.set(String(item), item);
  }
  return [...had.values()];
}
