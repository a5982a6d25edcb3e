/** The choice of the numbers: counts, or shares of something. */

import type { Shares } from "../../engine/counts";
import type { Context } from "../../state/session";
import { choiceMenu } from "../../ui/choiceMenu";
import { button, el, on, set } from "../../ui/dom";
import { watch } from "../../ui/effect";

const SHARES = [
  { value: "actual", text: "of actual", title: "Percent of the actual class: rows add up to 100" },
  { value: "predicted", text: "of predicted", title: "Percent of the predicted class: columns add up to 100" },
  { value: "all", text: "of all", title: "Percent of everything" },
] as const;

/** Counts are one press away, shares two. */
export function sharesControl({ state, actions, signal }: Context): HTMLElement {
  const counts = button({ title: "How many" }, "counts");
  const shares = choiceMenu<Shares>({
    label: "Shares",
    options: SHARES,
    signal,
    choose: (normalize) => actions.setView({ normalize }),
  });
  on(counts, "click", () => actions.setView({ normalize: "count" }), signal);
  watch(signal, () => {
    const { normalize } = state.view.value;
    set(counts, { "aria-pressed": normalize === "count" });
    shares.update(SHARES.find(({ value }) => value === normalize)?.text ?? "shares", normalize);
  });
  return el("div.segments", { role: "group", "aria-label": "Numbers" }, counts, shares.node);
}
