/** Tables of how many there are of each: a name that is a button, over or beside a bar, and numbers. */

import { computed, type ReadonlySignal } from "@preact/signals-core";
import { whole } from "../engine/numbers";
import type { SelectMode } from "../state/actions";
import type { Context } from "../state/session";
import { el } from "../ui/dom";
import { named, pick } from "./parts";
import type { Column, TableSettings } from "./table";

/** How many there are. */
export function countColumn<Row>(
  name: string,
  key: (row: Row) => number,
  about?: string | undefined,
  look?: string | undefined,
): Column<Row> {
  return { name, about, look, key, draw: (row) => whole(key(row)) };
}

interface Named {
  readonly text: string;
  readonly title?: string;
  /** A sentence below. */
  readonly meaning?: string | undefined;
  /** The tone of the bar. */
  readonly look: string;
  readonly value: string | number;
}

/** What a row is called, and a bar by its number; the longest of `rows` fills the width. */
export function namedColumn<Row>(
  name: string,
  rows: ReadonlySignal<readonly Row[]>,
  key: (row: Row) => number,
  says: (row: Row) => Named,
): Column<Row> {
  const most = computed(() => Math.max(1, ...rows.value.map(key)));
  return {
    name,
    draw(row) {
      const { text, title = "Show only these", meaning, look, value } = says(row);
      const node = named(pick(text, title, { name, value }), most.value, [[look, key(row)]]);
      return meaning ? el("div", {}, node, el("small", {}, meaning)) : node;
    },
  };
}

type FacetTable = Pick<TableSettings<unknown>, "look" | "signal" | "isPressed" | "choose">;

/** What every table of the values of a facet has: a press on one chooses it, in a way of its own or as any list. */
export function ofFacet(
  { state, actions, signal }: Context,
  facet: "kinds" | "suspects" | "clusters" | "change" | "transition",
  choose = (value: string, mode: SelectMode) => actions.select(facet, [value] as never, mode),
): FacetTable {
  return {
    ...{ look: "few", signal },
    isPressed: ({ value }) => state.facets[facet].value.map(String).includes(value),
    choose: ({ value }, mode) => choose(value, mode),
  };
}
