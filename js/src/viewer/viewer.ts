/** One image shown large: what was there, what was predicted, and a list of both in words. */

import { computed, signal as state } from "@preact/signals-core";
import { outcomesAt } from "../engine/byImage";
import { rates, tallyOf } from "../engine/counts";
import { rateLines } from "../engine/intervals";
import { rate, whole } from "../engine/numbers";
import { instancesOf } from "../pictures/instances";
import type { Context } from "../state/session";
import { button, el, fill, on, set, setText } from "../ui/dom";
import { watch } from "../ui/effect";
import { isCtrl } from "../ui/keys";
import { adopt } from "../ui/styles";
import { tallyWords } from "../ui/tallies";
import { createFindings } from "./list";
import { modal } from "./modal";
import { createPicture } from "./picture";
import styles from "./viewer.css";
import type { ViewerState } from "./viewing";

/**
 * Make the dialog, closed, at the end of the display, and keep it open while an image is; `saved` is the image that
 * was open when the display was made, which it does not begin with.
 */
export function mount(lens: HTMLElement, ctx: Context, saved = ctx.state.open.peek()): void {
  adopt(lens, styles);
  const { actions, signal } = ctx;
  const viewer = createViewerState(ctx);
  const bar = createBar(ctx, viewer);
  const body = el("div.viewer-body", {}, createPicture(ctx, viewer), createFindings(ctx, viewer));
  const panel = el("div.viewer-panel", { tabindex: -1, autofocus: true }, bar, body);
  const node = el("dialog.viewer", { role: "dialog", "aria-modal": true }, panel);
  watch(signal, () => set(node, { "aria-label": viewer.name.value }));
  const key = (event: KeyboardEvent) => {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (step === 0 || event.altKey || isCtrl(event)) return;
    event.preventDefault();
    actions.step(step);
  };
  on(node, "keydown", key, signal);
  lens.append(node);
  modal(node, panel, ctx, saved);
}

function createViewerState({ state: shared, derived }: Context): ViewerState {
  const row = computed(() => {
    const open = shared.open.value;
    return open !== null && open >= 0 && open < shared.images.value.size ? open : undefined;
  });
  const outcomes = computed(() => {
    const { confidence } = derived.shown.value;
    if (row.value === undefined) return [];
    return outcomesAt(derived.byImage.value, shared.outcomes.value, row.value, confidence);
  });
  return {
    row,
    outcomes,
    name: computed(() => (row.value === undefined ? "" : shared.images.value.name.at(row.value))),
    instances: computed(() =>
      instancesOf(shared.outcomes.value, outcomes.value, shared.objects.value, shared.header.value),
    ),
    isTruth: state(true),
    isPrediction: state(true),
    highlighted: state(undefined),
  };
}

function createBar(ctx: Context, viewer: ViewerState): HTMLElement {
  const { state: shared, actions, derived, signal } = ctx;
  const sign = (text: string, label: string, run: () => void) => {
    const node = button({ class: "sign", "aria-label": label, title: label }, text);
    on(node, "click", () => node.ariaDisabled === "true" || run(), signal);
    return node;
  };
  const previous = sign("‹", "Previous image", () => actions.step(-1));
  const next = sign("›", "Next image", () => actions.step(1));
  const close = sign("×", "Close", () => actions.open(null));
  const [name, place, counts] = [el("bdi"), el("span.place"), el("span.tallies")];
  const title = el("h2", {}, name);
  watch(signal, () => {
    const row = viewer.row.value;
    if (row === undefined) return;
    const index = derived.rows.value.indexOf(row);
    const size = derived.rows.value.length;
    setText(name, viewer.name.value);
    set(title, { title: viewer.name.value });
    setText(place, index < 0 ? "not among the images shown" : `${whole(index + 1)} of ${whole(size)}`);
    set(previous, { "aria-disabled": index <= 0 });
    set(next, { "aria-disabled": index < 0 || index === size - 1 });
    const tallies = derived.tallies.value;
    const own = rates(tallies, row);
    const f1 = el("span", { title: rateLines(own, shared.header.value.unit) }, `F1 ${rate(own.f1)}`);
    fill(counts, [...tallyWords(tallyOf(tallies, row).map(whole)), f1]);
  });
  return el("header.viewer-bar", {}, title, counts, el("span.turn", {}, previous, place, next), close);
}
