/** Name and counts of the image, and the ways on: to other instances, to other images, to the whole screen, out. */

import { rates, tallyOf } from "../engine/counts";
import { rateLines } from "../engine/intervals";
import { rate, whole } from "../engine/numbers";
import type { Context } from "../state/session";
import { button, el, fill, on, set, setText } from "../ui/dom";
import { watch } from "../ui/effect";
import { tallyWords } from "../ui/tallies";
import type { FullScreen } from "./fullScreen";
import { type Tool, toolButton } from "./tools";
import type { Viewing } from "./viewing";
import { placeOf, walk } from "./walk";

/** The id of the name of the image that is open. */
export const NAME = "image-name";

export interface Turns {
  readonly images: readonly [previous: Tool, next: Tool];
  readonly instances: readonly [previous: Tool, next: Tool];
}

export function turnsOf(ctx: Context, viewing: Viewing): Turns {
  const { step } = ctx.actions;
  return {
    images: [
      { sign: "‹", words: "Previous image", keys: ["ArrowLeft"], run: () => step(-1) },
      { sign: "›", words: "Next image", keys: ["ArrowRight"], run: () => step(1) },
    ],
    instances: [
      { sign: "‹", words: "Previous instance", keys: ["k"], run: () => walk(ctx, viewing, -1) },
      { sign: "›", words: "Next instance", keys: ["j"], run: () => walk(ctx, viewing, 1) },
    ],
  };
}

/** `models`: the choice of one of two. */
export function createBar(
  ctx: Context,
  viewing: Viewing,
  { images }: Turns,
  fullScreen: FullScreen,
  models: HTMLElement,
): HTMLElement {
  const { state: shared, actions, derived, signal } = ctx;
  const [previous, next] = [toolButton(images[0], signal), toolButton(images[1], signal)];
  const close = button({ class: "sign", "aria-label": "Close", title: "Close (Escape)" }, "×");
  const full = button({ class: "sign", "aria-label": "Full screen", title: "Full screen (f)" }, "⛶");
  const [name, place, counts] = [el("bdi", { id: NAME }), el("span.place"), el("span.tallies")];
  const title = el("h2", {}, name);
  on(close, "click", () => actions.open(null), signal);
  on(full, "click", fullScreen.toggle, signal);
  watch(signal, () => set(full, { "aria-pressed": fullScreen.isFull.value }));
  watch(signal, () => {
    const row = viewing.row.value;
    if (row === undefined) return;
    const index = derived.rows.value.indexOf(row);
    const size = derived.rows.value.length;
    setText(name, viewing.name.value);
    set(title, { title: viewing.name.value });
    setText(place, index < 0 ? "not among the images shown" : `image ${whole(index + 1)} of ${whole(size)}`);
    set(previous, { "aria-disabled": index <= 0 });
    set(next, { "aria-disabled": index < 0 || index === size - 1 });
    // Of a single label the list says whether it is right.
    counts.hidden = shared.header.value.unit === "images";
    const before = viewing.front.value === "baseline" ? derived.talliesBefore.value : undefined;
    const tallies = before ?? derived.tallies.value;
    const own = rates(tallies, row);
    const f1 = el("span", { title: rateLines(own, shared.header.value.unit) }, `F1 ${rate(own.f1)}`);
    fill(counts, [...tallyWords(tallyOf(tallies, row).map(whole)), f1]);
  });
  return el("div.viewer-bar", {}, title, counts, models, el("span.turn", {}, place, previous, next), full, close);
}

/** Marks the selected instance, else the image. */
export function markTool({ actions }: Context, { selected, row }: Viewing): Tool {
  const run = () => {
    const instance = selected.peek();
    const image = row.peek();
    if (instance) actions.mark("instances", [instance.row]);
    else if (image !== undefined) actions.mark("images", [image]);
  };
  return { sign: "✓", words: "Mark", keys: ["M"], run };
}

function createMark(ctx: Context, viewing: Viewing): HTMLElement {
  const { derived, signal } = ctx;
  const node = toolButton(markTool(ctx, viewing), signal);
  watch(signal, () => {
    const instance = viewing.selected.value;
    const what = instance ? "this instance" : "this image";
    const isMarked = instance
      ? derived.isMarked.value(instance.row)
      : derived.markedImages.value.has(viewing.row.value ?? -1);
    const label = `Mark ${what}`;
    set(node, { "aria-label": label, "aria-pressed": isMarked, title: `${isMarked ? `Unmark ${what}` : label} (M)` });
  });
  return node;
}

/** Where among the instances one is, and the way to the others. */
export function createInstanceTurns(ctx: Context, viewing: Viewing, { instances }: Turns): HTMLElement {
  const { signal } = ctx;
  const [previous, next] = instances.map((tool) => toolButton(tool, signal));
  const place = el("span.place");
  watch(signal, () => {
    const { at, of } = placeOf(ctx, viewing);
    const isCards = ctx.derived.face.value === "instances";
    set(place, { title: isCards ? "Among the cards, in their order" : "In this image" });
    setText(place, at > 0 ? `${whole(at)} of ${whole(of)}` : "");
  });
  return el("span.turn", {}, place, previous, next, createMark(ctx, viewing));
}
