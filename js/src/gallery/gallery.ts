/** What the filters leave, in pages: images, or the instances behind them. */

import { judgedWords } from "../pictures/instanceWords";
import type { Context } from "../state/session";
import { button, el, fill, on, set, setText } from "../ui/dom";
import { watch } from "../ui/effect";
import { keepHeight, showCards } from "./cards";
import { createHead } from "./head";
import { listenToCards } from "./moving";
import { createPages } from "./pages";
import { createRanges } from "./ranges";

export function mount(node: HTMLElement, ctx: Context): void {
  const { derived, signal } = ctx;
  const list = el("ul.cards", { role: "list" });
  const panel = el("div.face", {}, list);
  node.classList.add("gallery");
  const ranges = createRanges(ctx);
  fill(node, [
    createHead(ctx, ranges.button),
    ranges.strip,
    createJudging(ctx),
    panel,
    createEmpty(ctx),
    createPages(ctx),
  ]);
  watch(signal, () => {
    const name = derived.face.value === "images" ? "Images" : "Instances";
    set(list, { "aria-label": name });
    set(panel, derived.hasInstances.value ? { role: "tabpanel", "aria-label": name } : { role: null });
  });
  watch(signal, () => void list.classList.toggle("stale", derived.stale.value.cards));
  showCards(list, ctx, listenToCards(list, ctx));
  keepHeight(list, ctx);
}

/** How one judges, and how far one is. */
function createJudging({ derived, signal }: Context): HTMLElement {
  const progress = el("span", { role: "status" });
  const node = el(
    "p.judging",
    {},
    "Press L where the label is wrong, M where the model is, U to take it back. ",
    progress,
  );
  watch(signal, () => {
    const { value } = derived.progress;
    node.hidden = value.of === 0;
    setText(progress, judgedWords(value));
  });
  return node;
}

/** A sentence and one thing to do. */
function createEmpty({ derived, actions, signal }: Context): HTMLElement {
  const text = el("span");
  const reset = button({ class: "quiet" }, "Reset filters");
  const node = el("p.empty", { hidden: true }, text, reset);
  on(reset, "click", () => actions.reset(), signal);
  watch(signal, () => {
    node.hidden = derived.cardCount.value > 0 || derived.stale.value.cards;
    setText(text, emptyWords(derived));
  });
  return node;
}

function emptyWords({ face, counts, shown }: Context["derived"]): string {
  if (face.value === "images") return "No image passes all filters.";
  // Images without any label and prediction are shown, and have no instance.
  if (counts.value.images > 0)
    return `Nothing is labelled here, and nothing was predicted at ${shown.value.confidence} %.`;
  return "No instance passes all filters.";
}
