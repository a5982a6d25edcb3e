/** The confidence threshold: a line dragged over the curves of precision, recall and F1. */

import { computed, type Signal, signal } from "@preact/signals-core";
import { covers } from "../engine/header";
import { clamped, rate } from "../engine/numbers";
import type { CurvePoint } from "../state/derived";
import type { Context } from "../state/session";
import { el, on, set, setText, svg } from "../ui/dom";
import { watch } from "../ui/effect";
import { isCtrl } from "../ui/keys";
import { magnet, type Reading, runs, stepped } from "./curve";

const WIDTH = 180;
const HEIGHT = 34;
const SIDE = 7;
const TOP = 4;
const BOTTOM = 5;
const LINES: readonly Reading[] = ["precision", "recall", "f1"];

const xOf = (percent: number) => SIDE + (percent / 100) * (WIDTH - 2 * SIDE);
const yOf = (share: number) => HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM);

export function threshold(ctx: Context): HTMLElement {
  /** Where the hand is, while it drags over thresholds that are not loaded. */
  const held: Signal<number | null> = signal(null);
  const value = computed(() => held.value ?? ctx.state.confidence.value);
  const slider = el("div", { class: "slider", role: "slider", tabindex: 0, "aria-label": "Confidence threshold" });
  const readout = el("output", { class: "value" });
  const node = el("div", { class: "threshold" }, el("span", { class: "name" }, "Confidence"), slider, readout);
  const curves = svg("g");
  const ticks = svg("g", { class: "ticks" });
  const ghost = svg("line", { class: "ghost", y1: 2, y2: HEIGHT - 2 });
  const line = svg("line", { class: "line", y1: 1, y2: HEIGHT - 1 });
  const knob = svg("circle", { class: "knob", r: 5, cy: HEIGHT / 2 });
  const box = { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, width: WIDTH, height: HEIGHT, "aria-hidden": true };
  slider.append(svg("svg", box, ticks, curves, ghost, line, knob));
  set(slider, { "aria-valuemin": 0, "aria-valuemax": 100 });

  watch(ctx.signal, () => {
    node.hidden = ctx.state.header.value.thresholds.length === 0;
  });
  watch(ctx.signal, () => curves.replaceChildren(...LINES.flatMap((name) => drawn(ctx.derived.curve.value, name))));
  watch(ctx.signal, () => ticks.replaceChildren(...ticksOf(ctx.state.header.value.thresholds)));
  watch(ctx.signal, () => {
    const shown = ctx.derived.shown.value.confidence;
    const x = xOf(value.value);
    set(line, { x1: x, x2: x });
    set(knob, { cx: x });
    set(ghost, { x1: xOf(shown), x2: xOf(shown), display: shown === value.value ? "none" : null });
    set(slider, { "aria-valuenow": value.value, "aria-valuetext": `${value.value} %` });
    set(slider, { title: titleOf(ctx.derived.curve.value[value.value]) });
    setText(readout, `${value.value} %`);
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

/** Covered thresholds are shown under the hand; others are asked for once, when it lets go. */
function drag(slider: HTMLElement, held: Signal<number | null>, ctx: Context): void {
  const { state, actions } = ctx;
  const follow = (event: PointerEvent) => {
    const box = slider.getBoundingClientRect();
    const share = (event.clientX - box.left - SIDE) / (box.width - 2 * SIDE);
    const percent = magnet(Math.round(clamped(share, 0, 1) * 100), state.header.value.thresholds);
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

/** Neighbouring known points as a line, lone ones as dots. */
function drawn(curve: readonly CurvePoint[], name: Reading): SVGElement[] {
  return runs(curve, name).map((run) => {
    const [first] = run;
    if (run.length === 1 && first) return svg("circle", { class: name, cx: xOf(first[0]), cy: yOf(first[1]), r: 2 });
    const steps = run.map(([percent, share]) => `${xOf(percent).toFixed(1)},${yOf(share).toFixed(1)}`);
    return svg("polyline", { class: name, points: steps.join(" ") });
  });
}

/** All of them known is the ordinary case and needs no ticks. */
function ticksOf(thresholds: readonly number[]): SVGElement[] {
  if (thresholds.length > 50) return [];
  return thresholds.map((percent) => svg("line", { x1: xOf(percent), x2: xOf(percent), y1: HEIGHT - 4, y2: HEIGHT }));
}

function titleOf(point: CurvePoint | undefined): string | undefined {
  if (!point?.isKnown) return undefined;
  return `Precision ${rate(point.precision)}, recall ${rate(point.recall)}, F1 ${rate(point.f1)}`;
}
