/** Progress and errors in words. */

import { computed } from "@preact/signals-core";
import type { Context } from "../state/session";
import { isDamaged } from "../state/source";
import { button, el, on, set, setText, style } from "../ui/dom";
import { watch } from "../ui/effect";
import { answer } from "./answer";
import { isAnyStale, noKernel } from "./noKernel";
import { statusText } from "./sentences";

/** The status line, with a bar for progress and a way back to what is shown. */
export function statusLine(ctx: Context): HTMLElement {
  const { state, derived, actions, signal } = ctx;
  const status = answer(ctx);
  const isWithoutKernel = noKernel(ctx, status);
  const text = el("span", { role: "status", class: "says" });
  const bar = el("span.progress", { "aria-hidden": true }, el("b"));
  const back = button({ class: "quiet" });
  const node = el("div.status", {}, bar, text, back);
  const sentence = computed(() =>
    statusText({
      asked: state.asked.value,
      shown: state.shown.value,
      status: status.value,
      header: state.header.value,
      isWithoutKernel: isWithoutKernel.value,
      isStale: isAnyStale(derived.stale.value),
      isDamaged: isDamaged(state),
    }),
  );
  watch(signal, () => {
    const { state: kind, done, total } = status.value;
    const isStuck = isWithoutKernel.value;
    setText(text, sentence.value);
    // Without images the same sentence stands in the place of the views: here only screen readers get it.
    node.classList.toggle("unseen", kind === "error" && derived.splitSize.value === 0);
    set(node, {
      "data-kind": kind === "error" || isStuck || isDamaged(state) ? "error" : sentence.value ? "loading" : "idle",
    });
    style(bar, { "--done": `${total > 0 ? (100 * done) / total : 0}%` });
    const { split, confidence } = state.shown.value;
    back.hidden = !((isStuck || kind === "error") && state.isWaiting.value);
    setText(back, `Back to ${split}${state.header.value.thresholds.length > 0 ? ` at ${confidence} %` : ""}`);
  });
  on(back, "click", actions.returnToShown, signal);
  return node;
}
