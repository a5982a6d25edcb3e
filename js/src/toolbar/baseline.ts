/** The threshold of the baseline: a second handle below the curves, linked to the first until it is moved. */

import { computed } from "@preact/signals-core";
import { isolated } from "../engine/cellWords";
import type { Context } from "../state/session";
import { button, el, on, set, setText, style } from "../ui/dom";
import { watch } from "../ui/effect";
import { isCtrl } from "../ui/keys";
import { percentAt, stepped } from "./curve";

export interface BaselineThreshold {
  readonly handle: HTMLElement;
  /** Names the threshold, and links it again. */
  readonly link: HTMLElement;
}

/** Both are hidden where nothing is compared, and where there are no scores. */
export function baselineThreshold(slider: HTMLElement, { state, actions, signal }: Context): BaselineThreshold {
  const handle = el("div.handle", { role: "slider", tabindex: 0, "aria-valuemin": 0, "aria-valuemax": 100 });
  const link = button({ class: "quiet" });
  const baseline = computed(() => state.two.value?.baseline);
  const own = () => state.baselineConfidence.peek() ?? state.confidence.peek();
  watch(signal, () => {
    const name = isolated(baseline.value?.name ?? "");
    const apart = state.baselineConfidence.value;
    const percent = apart ?? state.confidence.value;
    handle.hidden = !baseline.value;
    link.hidden = !baseline.value || apart === null;
    set(handle, {
      "aria-label": `Threshold of ${name}`,
      "aria-valuenow": percent,
      "aria-valuetext": apart === null ? `${percent} %, as of both` : `${percent} %`,
    });
    style(handle, { "--at": String(percent / 100) });
    setText(link, `${name} ${percent} %`);
    set(link, { title: `Use ${state.confidence.value} % for both` });
  });
  const press = (event: KeyboardEvent) => {
    const next = stepped(event.key, own());
    if (next === undefined || isCtrl(event) || event.altKey) return;
    event.preventDefault();
    actions.setBaselineConfidence(next);
  };
  const follow = (event: PointerEvent) => {
    const percent = percentAt(slider, event);
    if (handle.hasPointerCapture(event.pointerId) && percent !== own()) actions.setBaselineConfidence(percent);
  };
  const grab = (event: PointerEvent) => {
    if (event.button === 0) handle.setPointerCapture(event.pointerId);
  };
  on(handle, "keydown", press, signal);
  on(handle, "pointerdown", grab, signal);
  on(handle, "pointermove", follow, signal);
  on(link, "click", () => actions.setBaselineConfidence(null), signal);
  return { handle, link };
}
