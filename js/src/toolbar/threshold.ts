/** The confidence threshold: a line dragged over the curves of precision, recall and F1. */

import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals-core";
import { drawCurves, type Plot, upright } from "../curves/rateCurves";
import { covers } from "../engine/header";
import type { Context } from "../state/session";
import { el, on, set, setText, svg } from "../ui/dom";
import { watch } from "../ui/effect";
import { isCtrl } from "../ui/keys";
import { baselineThreshold } from "./baseline";
import { percentAt, snapped, stepped } from "./curve";
import { explain } from "./thresholdTip";

/** Above the plot stands the mark of the best F1, below it the ticks. */
const PLOT: Plot = { top: 14, bottom: 44 };
const HEIGHT = 49;

/** The slider; hidden where there are no scores. */
export function threshold(ctx: Context): HTMLElement {
  /** Where the pointer is, while it drags over thresholds that are not loaded. */
  const held: Signal<number | null> = signal(null);
  const value = computed(() => held.value ?? ctx.state.confidence.value);
  const slider = el("div.slider", { role: "slider", tabindex: 0, "aria-label": "Confidence threshold" });
  const readout = el("output.value");
  const { handle, link } = baselineThreshold(slider, ctx);
  const track = el("div.track", {}, slider, handle);
  const node = el("div.threshold", {}, el("span.name", {}, "Confidence"), track, el("div", {}, readout, link));
  slider.append(picture(ctx, value));
  set(slider, { "aria-valuemin": 0, "aria-valuemax": 100 });
  watch(ctx.signal, () => {
    node.hidden = ctx.state.header.value.thresholds.length === 0;
  });
  watch(ctx.signal, () => {
    const shown = ctx.derived.shown.value.confidence;
    const percent = `${value.value} %`;
    const valueText = shown === value.value ? percent : `${percent}, still showing ${shown} %`;
    set(slider, { "aria-valuenow": value.value, "aria-valuetext": valueText });
    // It stands beside the rates, and names the threshold that they belong to.
    setText(readout, `${shown} %`);
  });
  const tip = explain(slider, value, ctx);
  drag(slider, held, ctx);
  const press = (event: KeyboardEvent) => {
    const next = stepped(event.key, ctx.state.confidence.value);
    if (next === undefined || isCtrl(event) || event.altKey) return;
    event.preventDefault();
    ctx.actions.setConfidence(next);
    tip.showAtKnob();
  };
  on(slider, "keydown", press, ctx.signal);
  ctx.keys.add(
    [
      { keys: ["ArrowLeft", "ArrowRight"], words: "Lower or higher by 1 %", place: "Confidence", within: slider },
      { keys: ["PageDown", "PageUp"], words: "Lower or higher by 10 %", place: "Confidence", within: slider },
    ],
    ctx.signal,
  );
  return node;
}

/** The curves, with the line of the threshold over them; a dashed one where the numbers on screen still stand. */
function picture({ state, derived, signal: lifetime }: Context, value: ReadonlySignal<number>): SVGElement {
  const curves = svg("g");
  const ticks = svg("g.ticks");
  const best = svg("g.best");
  const ghost = svg("line.ghost", { y1: PLOT.top, y2: HEIGHT });
  const line = svg("line.line", { y1: PLOT.top - 2, y2: HEIGHT });
  const knob = svg("circle.knob", { r: 5, cy: (PLOT.top + PLOT.bottom) / 2 });
  /** The threshold under the knob, where the numbers on screen belong to another. */
  const asked = svg("text", { y: PLOT.bottom - 3 });
  watch(lifetime, () => curves.replaceChildren(...drawCurves(derived.curve.value.points, PLOT)));
  watch(lifetime, () => ticks.replaceChildren(...ticksOf(state.header.value.thresholds)));
  watch(lifetime, () => best.replaceChildren(...bestMark(derived.curve.value.best.f1)));
  watch(lifetime, () => {
    const shown = derived.shown.value.confidence;
    const isShown = shown === value.value;
    set(line, upright(value.value));
    set(knob, { cx: `${value.value}%` });
    set(ghost, { ...upright(shown), display: isShown ? "none" : null });
    set(asked, beside(value.value));
    setText(asked, isShown ? "" : `${value.value} %`);
  });
  const parts = [ticks, curves, best, ghost, line, knob, asked];
  return svg("svg.curves", { width: "100%", height: HEIGHT, "aria-hidden": true }, ...parts);
}

/** A triangle above the percent at which F1 is best, and its words. */
function bestMark(percent: number | undefined): SVGElement[] {
  if (percent === undefined) return [];
  // An own coordinate system at the percent: a path takes no percents.
  const mark = svg("svg", { x: `${percent}%`, overflow: "visible" }, svg("path", { d: "M-4 3h8l-4 7z" }));
  return [mark, svg("text", { ...beside(percent), y: 10 }, `best F1 ${percent} %`)];
}

/** Text beside a percent, on the side where there is more room. */
function beside(percent: number) {
  const isRight = percent > 50;
  return { x: `${percent}%`, dx: isRight ? -8 : 8, "text-anchor": isRight ? "end" : null };
}

/** Covered thresholds are shown while one drags; others are asked for once, when one lets go. */
function drag(slider: HTMLElement, held: Signal<number | null>, ctx: Context): void {
  const { state, actions } = ctx;
  const follow = (event: PointerEvent) => {
    const percent = snapped(percentAt(slider, event), state.header.value.thresholds);
    const isCovered = covers(state.header.value, state.split.value, percent);
    held.value = isCovered ? null : percent;
    if (isCovered && percent !== state.confidence.value) actions.setConfidence(percent);
  };
  const release = () => {
    const asked = held.value;
    held.value = null;
    if (asked !== null) actions.setConfidence(asked);
  };
  const down = (event: PointerEvent) => {
    if (event.button !== 0) return;
    event.preventDefault();
    slider.focus({ preventScroll: true });
    slider.setPointerCapture(event.pointerId);
    follow(event);
  };
  const callOff = () => {
    held.value = null;
  };
  on(slider, "pointerdown", down, ctx.signal);
  on(slider, "pointermove", (event) => slider.hasPointerCapture(event.pointerId) && follow(event), ctx.signal);
  on(slider, "pointerup", release, ctx.signal);
  on(slider, "pointercancel", callOff, ctx.signal);
}

/** All of them known is the ordinary case and needs no ticks. */
function ticksOf(thresholds: readonly number[]): SVGElement[] {
  if (thresholds.length > 50) return [];
  return thresholds.map((percent) => svg("line", { ...upright(percent), y1: HEIGHT - 4, y2: HEIGHT }));
}
