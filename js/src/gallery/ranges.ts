/** Filters of instances by what is measured of them: a strip over the cards that folds away. */

import { signal as state } from "@preact/signals-core";
import type { RangeFacet } from "../engine/facets/range";
import type { Context } from "../state/session";
import { button, el, fill, on, set } from "../ui/dom";
import { successive, watch } from "../ui/effect";
import { createBrush } from "./brush";

/** As the orders of the cards stand. */
const NAMES: readonly string[] = ["score", "iou", "area"];

export interface Ranges {
  /** Folds the strip away, and back. */
  readonly button: HTMLElement;
  readonly strip: HTMLElement;
}

export function createRanges(ctx: Context): Ranges {
  const { derived, signal } = ctx;
  const facets = NAMES.flatMap((name) => ctx.state.registry.filter((facet) => facet.name === name));
  const isSet = () => facets.some(({ name }) => ctx.state.facets[name as "score"].peek() !== null);
  const isOpen = state(isSet());
  const isOffered: () => boolean = () =>
    derived.face.value === "instances" && ctx.state.hasScores.value && ctx.state.header.value.rows !== "coming";
  const fold = button({ class: "quiet", title: "Filter by confidence, IoU and area" }, "filter");
  const strip = el("div.ranges", { role: "group", "aria-label": "Ranges" });
  const next = successive(signal);
  const flip = () => {
    isOpen.value = !isOpen.value;
  };
  on(fold, "click", flip, signal);
  watch(signal, () => {
    fold.hidden = !isOffered();
    const wasHidden = strip.hidden;
    strip.hidden = !isOffered() || !isOpen.value;
    set(fold, { "aria-expanded": isOpen.value });
    if (strip.hidden === wasHidden && strip.hasChildNodes()) return;
    // Nothing is counted while nobody looks.
    const own = { ...ctx, signal: next() };
    fill(strip, strip.hidden ? [] : facets.map((facet) => createBrush(facet as RangeFacet, own)));
  });
  return { button: fold, strip };
}
