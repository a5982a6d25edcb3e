/** "18 of 240 images", a chip for every filter, Reset, and what can be done with the selection. */

import { computed, type ReadonlySignal } from "@preact/signals-core";
import { NOISE } from "../data/tables";
import { countOf } from "../engine/filters";
import { counted } from "../engine/numbers";
import { keepInside } from "../engine/polygon";
import { isolated } from "../engine/words";
import type { Context } from "../state/session";
import { button, el, on, onButton, setText } from "../ui/dom";
import { watch } from "../ui/effect";
import { menu } from "../ui/menu";
import { notices } from "./notices";
import { selectionItems } from "./selection";
import { cellChips, countWords } from "./words";

interface Chip {
  readonly text: string;
  readonly kind: string;
  readonly remove: () => void;
}

export function filters(ctx: Context): HTMLElement {
  const { state, derived, actions, signal } = ctx;
  const images = el("strong", { tabindex: -1 });
  const instances = el("span.instances");
  const chips = el("div.chips");
  const reset = button({ class: "quiet" }, "Reset");
  const more = menu("Export the images", "Export the images", () => selectionItems(ctx), signal);
  const flow = el("div.flow", {}, images, instances, chips, reset, notices(ctx));
  const node = el("div.filters", {}, flow, more);
  const inLasso = lassoed(ctx);
  const current = computed(() => chipsOf(ctx, inLasso));
  watch(signal, () => {
    const { rows, instances: sum } = derived.visible.value;
    const words = countWords(rows.length, derived.splitSize.value, sum, state.header.value.unit);
    setText(images, words[0]);
    setText(instances, words[1]);
    node.hidden = state.images.value.size === 0;
  });
  watch(signal, () => {
    chips.replaceChildren(...current.value.map(chipNode));
    reset.hidden = current.value.length === 0;
  });
  onButton(
    chips,
    ({ value }) => {
      const index = Number(value);
      current.peek()[index]?.remove();
      // The button is gone, and with it the focus: hand it to a neighbour.
      const left = chips.querySelectorAll("button");
      (left[Math.min(index, left.length - 1)] ?? images).focus();
    },
    signal,
  );
  const resetAll = () => {
    actions.reset();
    images.focus();
  };
  on(reset, "click", resetAll, signal);
  return node;
}

function chipNode({ text, kind }: Chip, index: number): HTMLElement {
  const remove = button({ value: index, "aria-label": `Remove filter: ${text}` }, "×");
  return el("span.chip", { "data-kind": kind }, el("i"), el("span", { title: text }, text), remove);
}

function chipsOf({ state, actions }: Context, inLasso: ReadonlySignal<number>): Chip[] {
  const header = state.header.value;
  const cells = cellChips(state.cells.value, header).map(({ text, kind, cells: own }) => ({
    text,
    kind,
    remove: () => actions.selectCells(own, "toggle"),
  }));
  const clusters = state.clusters.value.map((id) => ({
    text: id === NOISE ? "unclustered" : `cluster ${id}`,
    kind: "cluster",
    remove: () => actions.selectClusters([id], "toggle"),
  }));
  const others: Chip[] = [];
  const add = (isOn: boolean, text: () => string, kind: "lasso" | "query" | "picked") => {
    if (isOn) others.push({ text: text(), kind, remove: () => actions.clear(kind) });
  };
  add(state.lasso.value.length > 0, () => `lasso, ${counted(inLasso.value, "images")}`, "lasso");
  add(state.query.value !== "", () => `name has “${isolated(state.query.value)}”`, "query");
  add(
    state.picked.value.length > 0,
    () => pickedText(state.picked.value, (row) => state.images.value.name.at(row)),
    "picked",
  );
  return [...cells, ...clusters, ...others];
}

function pickedText(rows: readonly number[], nameOf: (row: number) => string): string {
  const [only] = rows;
  return rows.length === 1 && only !== undefined ? isolated(nameOf(only)) : `${counted(rows.length, "images")} picked`;
}

/** How many images of the split the lasso holds, whatever the other filters say. */
function lassoed({ state, derived }: Context): ReadonlySignal<number> {
  return computed(() => {
    const mask = derived.inSplit.value.slice();
    keepInside(mask, state.images.value.x, state.images.value.y, state.lasso.value);
    return countOf(mask);
  });
}
