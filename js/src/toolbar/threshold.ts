/** The confidence threshold: a line dragged over the curves of precision, recall and F1. */

import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals-core";
import { covers } from "../engine/header";
import { type RateName, rateLines } from "../engine/intervals";
import { clamped } from "../engine/numbers";
import type { CurvePoint } from "../state/derived";
import type { Context } from "../state/session";
import { el, on, set, setText, svg } from "../ui/dom";
import { watch } from "../ui/effect";
import { isCtrl } from "../ui/keys";
import { runs, snapped, stepped } from "./curve";

const HEIGHT = 34;
const TOP = 4;
const BOTTOM = 5;
/** Padding of the slider: half of the knob and a little more. */
const SIDE = 7;
const LINES: readonly RateName[] = ["precision", "recall", "f1"];

const yOf = (share: number) => HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM);
/** The ends of a vertical line, at a percent of the width of the slider. */
const upright = (percent: number) => ({ x1: `${percent}%`, x2: `${percent}%` });

/** The slider; hidden where there are no scores. */
export function threshold(ctx: Context): HTMLElement {
  /** Where the pointer is, while it drags over thresholds that are not loaded. */
  const held: Signal<number | null> = signal(null);
  const value = computed(() => held.value ?? ctx.state.confidence.value);
  const slider = el("div.slider", { role: "slider", tabindex: 0, "aria-label": "Confidence threshold" });
  const readout = el("output.value");
  const node = el("div.threshold", {}, el("span.name", {}, "Confidence"), slider, readout);
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
    const point = ctx.derived.curve.value[value.value];
    set(slider, { title: point?.isKnown && rateLines(point, ctx.state.header.value.unit) });
    // It stands beside the rates, and names the threshold that they belong to.
    setText(readout, `${shown} %`);
  });
  drag(slider, held, ctx);
  const press = (event: KeyboardEvent) => {
    const next = stepped(event.key, ctx.state.confidence.value);
    if (next === undefined || isCtrl(event) || event.altKey) return;
    event.preventDefault();
    ctx.actions.setConfidence(next);
  };
  on(slider, "keydown", press, ctx.signal);
  return node;
}

/** The curves, with the line of the threshold over them; a dashed one where the numbers on screen still stand. */
function picture({ state, derived, signal: lifetime }: Context, value: ReadonlySignal<number>): SVGElement {
  const curves = svg("g");
  const ticks = svg("g.ticks");
  const ghost = svg("line.ghost", { y1: 2, y2: HEIGHT - 2 });
  const line = svg("line.line", { y1: 1, y2: HEIGHT - 1 });
  const knob = svg("circle.knob", { r: 5, cy: HEIGHT / 2 });
  /** The threshold under the knob, where the numbers on screen belong to another. */
  const asked = svg("text", { y: TOP + 8 });
  watch(lifetime, () => curves.replaceChildren(...drawn(derived.curve.value)));
  watch(lifetime, () => ticks.replaceChildren(...ticksOf(state.header.value.thresholds)));
  watch(lifetime, () => {
    const shown = derived.shown.value.confidence;
    const isShown = shown === value.value;
    set(line, upright(value.value));
    set(knob, { cx: `${value.value}%` });
    set(ghost, { ...upright(shown), display: isShown ? "none" : null });
    const isRight = value.value > 50;
    set(asked, { x: `${value.value}%`, dx: isRight ? -8 : 8, "text-anchor": isRight ? "end" : null });
    setText(asked, isShown ? "" : `${value.value} %`);
  });
  const parts = [ticks, curves, ghost, line, knob, asked];
  return svg("svg", { width: "100%", height: HEIGHT, "aria-hidden": true }, ...parts);
}

/** Covered thresholds are shown while one drags; others are asked for once, when one lets go. */
function drag(slider: HTMLElement, held: Signal<number | null>, ctx: Context): void {
  const { state, actions } = ctx;
  const follow = (event: PointerEvent) => {
    const box = slider.getBoundingClientRect();
    const share = (event.clientX - box.left - SIDE) / (box.width - 2 * SIDE);
    const percent = snapped(Math.round(clamped(share, 0, 1) * 100), state.header.value.thresholds);
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

/** Neighbouring known points as a line, lone ones as dots; an empty frame where nothing is known. */
function drawn(curve: readonly CurvePoint[]): SVGElement[] {
  const [lines, dots]: [SVGElement[], SVGElement[]] = [[], []];
  for (const name of LINES) {
    for (const run of runs(curve, name)) {
      const [[percent, share] = [0, 0]] = run;
      if (run.length > 1) lines.push(svg("polyline", { class: name, points: pointsOf(run) }));
      else dots.push(svg("circle", { class: name, cx: `${percent}%`, cy: yOf(share), r: 2 }));
    }
  }
  if (lines.length + dots.length === 0) return [svg("rect", { y: TOP, width: "100%", height: HEIGHT - TOP - BOTTOM })];
  // Stretched to the width of the slider; its lines keep theirs.
  return [svg("svg", { viewBox: `0 0 100 ${HEIGHT}`, preserveAspectRatio: "none" }, ...lines), ...dots];
}

function pointsOf(run: readonly (readonly [percent: number, share: number])[]): string {
  return run.map(([percent, share]) => `${percent},${yOf(share).toFixed(1)}`).join(" ");
}

/** All of them known is the ordinary case and needs no ticks. */
function ticksOf(thresholds: readonly number[]): SVGElement[] {
  if (thresholds.length > 50) return [];
  return thresholds.map((percent) => svg("line", { ...upright(percent), y1: HEIGHT - 4, y2: HEIGHT }));
}
