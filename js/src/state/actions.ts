/** Everything a user can do, by name. Views call these and never write a signal themselves. */

import { batch, type Signal } from "@preact/signals-core";
import type { CellIndex } from "../engine/cells";
import { clamped } from "../engine/numbers";
import { type Polygon, simplified } from "../engine/polygon";
import type { Derived } from "./derived";
import type { State, View } from "./state";

/** How a gesture joins what is already selected: a click replaces, ctrl/cmd toggles, shift adds. */
export type How = "replace" | "toggle" | "add";

const FILTERS = ["cells", "clusters", "lasso", "query", "picked"] as const;
export type FilterKind = (typeof FILTERS)[number];

const MAX_PICKED = 10_000;

export interface Actions {
  setSplit(split: string): void;
  /** Integer percent. */
  setConfidence(percent: number): void;
  /** Replacing a selection by itself clears it. */
  selectCells(cells: readonly CellIndex[], how: How): void;
  selectClusters(ids: readonly number[], how: How): void;
  /** Fewer than three vertices clear the lasso. */
  setLasso(polygon: Polygon): void;
  setQuery(query: string): void;
  pick(rows: readonly number[], how: How): void;
  clear(kind: FilterKind): void;
  /** Clear every filter; split and threshold stay. */
  reset(): void;
  setPage(page: number): void;
  setView(change: Partial<View>): void;
  open(row: number | null): void;
  /** Open the next (1) or previous (-1) of the visible images, turning the page along. */
  step(by: 1 | -1): void;
}

export function createActions(state: State, derived: Derived): Actions {
  /** Change filters, and return to the first page in the same breath. */
  const filter = (change: () => void) =>
    batch(() => {
      change();
      state.page.value = 1;
    });
  const turn = (page: number) => {
    state.page.value = clamped(Math.round(page), 1, derived.pageCount.value);
  };
  const clear = (kind: FilterKind) => {
    const filtered: Signal<readonly unknown[] | string> = state[kind];
    filtered.value = kind === "query" ? "" : [];
  };
  return {
    setSplit: (split) =>
      filter(() => {
        state.split.value = split;
      }),
    setConfidence: (percent) =>
      filter(() => {
        state.confidence.value = clamped(Math.round(percent), 0, 100);
      }),
    selectCells: (cells, how) =>
      filter(() => {
        state.cells.value = combined(state.cells.value, cells, how);
      }),
    selectClusters: (ids, how) =>
      filter(() => {
        state.clusters.value = combined(state.clusters.value, ids, how);
      }),
    setLasso: (polygon) =>
      filter(() => {
        state.lasso.value = polygon.length < 3 ? [] : simplified(polygon);
      }),
    setQuery: (query) =>
      filter(() => {
        state.query.value = query;
      }),
    pick: (rows, how) =>
      filter(() => {
        state.picked.value = combined(state.picked.value, rows, how).slice(0, MAX_PICKED);
      }),
    clear: (kind) => filter(() => clear(kind)),
    reset: () => filter(() => FILTERS.forEach(clear)),
    setPage: turn,
    setView: (change) =>
      batch(() => {
        state.view.value = { ...state.view.value, ...change };
        if (change.sort) state.page.value = 1;
      }),
    open: (row) => {
      state.open.value = row;
    },
    step: (by) =>
      batch(() => {
        const rows = derived.rows.value;
        const here = rows.indexOf(state.open.value ?? -1);
        const next = rows[here + by];
        if (here < 0 || next === undefined) return;
        state.open.value = next;
        turn(Math.floor((here + by) / state.pageSize.value) + 1);
      }),
  };
}

/** Numbers, or pairs of them: as text both are told apart. */
function combined<T extends number | CellIndex>(before: readonly T[], given: readonly T[], how: How): readonly T[] {
  const had = new Map(before.map((item) => [String(item), item]));
  const isHad = given.every((item) => had.has(String(item)));
  if (how === "replace") return isHad && had.size === given.length ? [] : given;
  for (const item of given) {
    if (isHad && how === "toggle") had.delete(String(item));
    else had.set(String(item), item);
  }
  return [...had.values()];
}
