/** What of the image is drawn and listed: correct, wrong, missed; truth and predictions; from which confidence on. */

import type { Signal } from "@preact/signals-core";
import { TONES, type Tone } from "../engine/cells";
import { counted, whole } from "../engine/numbers";
import { boxesOf } from "../pictures/instances";
import type { Context } from "../state/session";
import { button, el, on, set, setText } from "../ui/dom";
import { watch } from "../ui/effect";
import type { Viewing } from "./viewing";

const WORDS: readonly (readonly [Tone, string])[] = [
  ["right", "Correct"],
  ["wrong", "Wrong"],
  ["missed", "Missed"],
];

export function createFilters({ state, signal }: Context, viewing: Viewing): HTMLElement {
  const kinds = WORDS.map(([tone, text]) => kindToggle(viewing, tone, text, signal));
  const truth = toggle("Ground truth", el("i.dashed", { "aria-hidden": true }), viewing.isTruth, signal);
  const [shown, other] = [el("bdi", {}, "Predictions"), el("bdi")];
  const predictions = toggle(shown, el("i.solid", { "aria-hidden": true }), viewing.isPrediction, signal);
  const baseline = toggle(other, el("i.dotted", { "aria-hidden": true }), viewing.isBaseline, signal);
  const sides = el("div.switches", { role: "group", "aria-label": "Outlines" }, truth, predictions, baseline);
  watch(signal, () => {
    const two = state.two.value;
    const isShown = viewing.front.value === "shown";
    baseline.hidden = !two;
    setText(shown, two ? two[isShown ? "shown" : "baseline"].name : "Predictions");
    setText(other, two ? two[isShown ? "baseline" : "shown"].name : "");
    set(baseline, { title: "Where it predicted otherwise" });
  });
  const score = createScore(viewing, signal);
  const sum = el("span.sum", { role: "status" });
  const show = el("div.switches", { role: "group", "aria-label": "Instances shown" }, ...kinds);
  watch(signal, () => {
    const all = viewing.instances.value;
    const hidden = all.length - viewing.shown.value.length;
    const unit = state.header.value.unit === "pixels" ? "class pairs" : "instances";
    setText(sum, `${counted(all.length, unit)}${hidden > 0 ? `, ${whole(hidden)} hidden` : ""}`);
    show.hidden = state.header.value.unit === "images";
    sides.hidden = !all.some((own) => boxesOf(own).length > 0);
    score.hidden = !all.some(({ prediction }) => prediction && prediction.score >= 0);
  });
  return el("div.viewer-filters", {}, sum, show, sides, score);
}

function kindToggle(viewing: Viewing, tone: Tone, text: string, signal: AbortSignal): HTMLElement {
  const count = el("span.count");
  const node = button(
    { role: "switch", class: "toggle" },
    el("i", { class: tone, "aria-hidden": true }),
    `${text} `,
    count,
  );
  const flip = () => {
    const next = new Set(viewing.tones.peek());
    if (!next.delete(tone)) next.add(tone);
    viewing.tones.value = next;
  };
  on(node, "click", flip, signal);
  watch(signal, () => {
    set(node, { "aria-checked": viewing.tones.value.has(tone) });
    setText(count, whole(viewing.instances.value.filter(({ kind }) => TONES[kind] === tone).length));
  });
  return node;
}

/** A switch in words, with a sign before them. */
export function toggle(
  text: string | Node,
  sign: HTMLElement,
  isOn: Signal<boolean>,
  signal: AbortSignal,
): HTMLElement {
  const node = button({ role: "switch", class: "toggle" }, sign, text);
  const flip = () => {
    isOn.value = !isOn.value;
  };
  on(node, "click", flip, signal);
  watch(signal, () => set(node, { "aria-checked": isOn.value }));
  return node;
}

function createScore({ least }: Viewing, signal: AbortSignal): HTMLElement {
  const slider = el("input", { type: "range", min: 0, max: 100, step: 1, value: 0, "aria-label": "Lowest confidence" });
  const number = el("output");
  const slide = () => {
    least.value = Number(slider.value);
  };
  on(slider, "input", slide, signal);
  watch(signal, () => {
    const words = `${least.value} %`;
    setText(number, words);
    set(slider, { "aria-valuetext": words });
  });
  return el("label.score", {}, el("span", {}, "Confidence from"), slider, number);
}
