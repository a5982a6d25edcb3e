/** "18 of 240 images", a chip for every filter, Reset, and what can be done with the selection. */

import { computed, type ReadonlySignal } from "@preact/signals-core";
import { isSet } from "../engine/facets/facet";
import { signalOf } from "../state/selection";
import type { Context } from "../state/session";
import { button, el, on, onButton, setText } from "../ui/dom";
import { watch } from "../ui/effect";
import { menu } from "../ui/menu";
import { markedItems } from "./download";
import { marked } from "./marked";
import { notices } from "./notices";
import { saveReport } from "./saveReport";
import { selectionItems } from "./selection";
import { countWords } from "./sentences";
import { undoButtons } from "./undo";

interface Chip {
  readonly text: string;
  readonly look: string;
  readonly remove: () => void;
}

/** The line of what is shown and how it is filtered. */
export function filters(ctx: Context): HTMLElement {
  const { state, derived, actions, signal } = ctx;
  const images = el("strong", { tabindex: -1 });
  const instances = el("span.instances");
  const chips = el("div.chips");
  const reset = button({ class: "quiet" }, "Reset");
  const more = menu("Download", "Download", () => [...markedItems(ctx), ...selectionItems(ctx)], signal);
  const flow = el("div.flow", {}, images, instances, chips, ...undoButtons(ctx), reset, notices(ctx));
  const deeds = el("div.deeds", {}, marked(ctx), saveReport(ctx), more, keysButton(ctx));
  const node = el("div.filters", {}, flow, deeds);
  const current = chipsOf(ctx);
  watch(signal, () => {
    const { images: visible, instances: sum } = derived.counts.value;
    const words = countWords(visible, derived.splitSize.value, sum, state.header.value.unit);
    setText(images, words[0]);
    setText(instances, words[1]);
    node.hidden = state.isHere.value && state.images.value.size === 0;
    for (const count of [images, instances]) count.classList.toggle("stale", derived.stale.value.counts);
  });
  watch(signal, () => {
    chips.replaceChildren(...current.value.map(chipNode));
    reset.hidden = current.value.length + Object.keys(state.unknown.value).length === 0;
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

function keysButton({ keys, signal }: Context): HTMLElement {
  const node = button({ class: "sign", "aria-label": "Keys", "aria-haspopup": "dialog", title: "Keys (?)" }, "?");
  const open = () => {
    keys.isListed.value = true;
  };
  on(node, "click", open, signal);
  return node;
}

function chipNode({ text, look }: Chip, index: number): HTMLElement {
  const remove = button({ value: index, "aria-label": `Remove filter: ${text}` }, "×");
  return el("span.chip", { "data-kind": look }, el("i"), el("span", { title: text }, text), remove);
}

/** The chips of all facets that are set; those of one are made again only when it changes. */
function chipsOf({ state, derived, actions }: Context): ReadonlySignal<readonly Chip[]> {
  const parts = state.registry.map((facet) => {
    const chosen = signalOf(state, facet.name);
    return computed(() => {
      if (!isSet(chosen.value)) return [];
      const described = { header: state.header.value, images: state.images.value, inSplit: derived.inSplit.value };
      const chips = facet.chips(chosen.value, described);
      return chips.map(({ text, look, left }): Chip => {
        return { text, look, remove: () => actions.choose({ facet, value: left }) };
      });
    });
  });
  return computed(() => parts.flatMap(({ value }) => value));
}
