/** What the curves say at the percent under the pointer, or at the knob while keys move it. */

import { computed, type ReadonlySignal, signal } from "@preact/signals-core";
import { RATES } from "../curves/rateCurves";
import { rateTexts } from "../engine/intervals";
import { whole } from "../engine/numbers";
import type { Context } from "../state/session";
import { type Child, el, on, set } from "../ui/dom";
import { atEnd, watch } from "../ui/effect";
import { type Tooltip, tooltip } from "../ui/tooltip";
import { percentAt } from "./curve";

const NAME = "Precision, recall and F1 over the confidence threshold";

export interface ThresholdTip {
  /** Show what holds at the knob. */
  showAtKnob(): void;
}

interface Asked {
  readonly at: "knob" | PointerEvent;
}

/** A card for the slider, whose description names the curves and their optimum. */
export function explain(slider: HTMLElement, value: ReadonlySignal<number>, ctx: Context): ThresholdTip {
  const { derived, signal: lifetime } = ctx;
  let card: Tooltip | undefined;
  /** Where the card is asked for: under the pointer, or at the knob. */
  const asked = signal<Asked | undefined>(undefined);
  let frame = 0;
  const best = computed(() => derived.curve.value.best.f1);
  watch(lifetime, () => {
    const words = best.value === undefined ? NAME : `${NAME}; F1 is best at ${best.value} %`;
    set(slider, { "aria-description": words });
  });
  watch(lifetime, () => {
    if (!asked.value) {
      card?.hide();
      return;
    }
    value.value;
    derived.curve.value;
    // To ask for a place lays the page out: once, when all views have drawn the step.
    frame ||= requestAnimationFrame(show);
  });
  const show = () => {
    frame = 0;
    if (!asked.peek()) return;
    const { at } = asked.peek() as Asked;
    const percent = at === "knob" ? value.peek() : percentAt(slider, at);
    const box = slider.getBoundingClientRect();
    const x = at === "knob" ? box.left + (value.peek() / 100) * box.width : at.clientX;
    // Mounted by now; the card stands over everything and inside the whole widget.
    card ??= tooltip(slider.closest<HTMLElement>(".lens") ?? slider);
    card.show(x, box.bottom - 8, ...linesAt(percent, ctx));
  };
  atEnd(lifetime, () => cancelAnimationFrame(frame));
  const hide = () => {
    asked.value = undefined;
  };
  const dismiss = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || !asked.peek()) return;
    event.preventDefault();
    event.stopPropagation();
    hide();
  };
  const showAtKnob = () => {
    asked.value = { at: "knob" };
  };
  on(slider, "pointermove", (event) => (asked.value = { at: event }), lifetime);
  on(slider, "pointerleave", hide, lifetime);
  on(slider, "blur", hide, lifetime);
  on(slider, "focus", () => slider.matches(":focus-visible") && showAtKnob(), lifetime);
  on(slider, "keydown", dismiss, lifetime);
  return { showAtKnob };
}

function linesAt(percent: number, { state, derived }: Context): Child[] {
  const { points, best } = derived.curve.peek();
  const point = points[percent];
  const head = [el("div", {}, NAME), el("b", {}, `at ${percent} %`)];
  if (!point?.isKnown) return [...head, el("div", {}, "not loaded")];
  const texts = rateTexts(point, state.header.peek().unit);
  const of = { precision: point.tp + point.fp, recall: point.tp + point.fn, f1: 0 };
  const lines = RATES.map((name) => {
    const [label, value] = texts[name];
    return el("div", {}, label, el("b", {}, value), of[name] > 0 && ` ${whole(point.tp)} of ${whole(of[name])}`);
  });
  const peak = best.f1 === undefined ? [] : [el("div", {}, `F1 is best at ${best.f1} %`)];
  return [...head, ...lines, ...peak];
}
