/** Progress, errors and notices in words. */

import { computed } from "@preact/signals-core";
import { counted } from "../engine/numbers";
import type { Context } from "../state/session";
import { el, on, set, setText } from "../ui/dom";
import { watch } from "../ui/effect";
import { unanswered } from "./unanswered";
import { statusText } from "./words";

export function statusLine(ctx: Context): HTMLElement {
  const { state, derived, actions, signal } = ctx;
  const isUnanswered = unanswered(ctx);
  const text = el("span", { role: "status", class: "says" });
  const bar = el("span", { class: "progress", "aria-hidden": true }, el("b"));
  const back = el("button", { type: "button", class: "quiet" });
  const notices = el("details", { class: "notices" });
  const node = el("div", { class: "status" }, bar, text, back, notices);
  const asked = computed(() => ({ split: state.split.value, confidence: state.confidence.value }));
  const sentence = computed(() =>
    statusText({
      asked: asked.value,
      shown: derived.shown.value,
      status: state.status.value,
      header: state.header.value,
      isUnanswered: isUnanswered.value,
    }),
  );
  watch(signal, () => {
    const { state: kind, done, total } = state.status.value;
    const isStuck = isUnanswered.value;
    setText(text, sentence.value);
    set(node, { "data-kind": kind === "error" || isStuck ? "error" : sentence.value ? "loading" : "idle" });
    bar.style.setProperty("--done", total > 0 ? `${(100 * done) / total}%` : "0%");
    const { split, confidence } = derived.shown.value;
    back.hidden =
      !isStuck && !(kind === "error" && (asked.value.split !== split || asked.value.confidence !== confidence));
    setText(back, `Back to ${split}${state.header.value.thresholds.length > 0 ? ` at ${confidence} %` : ""}`);
  });
  watch(signal, () => {
    const all = state.header.value.notices;
    notices.hidden = all.length === 0;
    notices.replaceChildren(
      el("summary", {}, counted(all.length, "notices")),
      el("ul", {}, ...all.map((notice) => el("li", {}, notice))),
    );
  });
  on(
    back,
    "click",
    () => {
      const { split, confidence } = derived.shown.value;
      actions.setSplit(split);
      actions.setConfidence(confidence);
    },
    signal,
  );
  return node;
}
