/** Filters of instances by what is measured of them: a strip over the cards that folds away. */

import { signal as state } from "@preact/signals-core";
import type { RangeFacet } from "../engine/facets/range";
import type { Context } from "../state/session";
import { button, el, on, set } from "../ui/dom";
import { watch } from "../ui/effect";
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
  const flip = () => {
    isOpen.value = !isOpen.value;
  };
  on(fold, "click", flip, signal);
  watch(signal, () => {
    fold.hidden = !isOffered();
    strip.hidden = !isOffered() || !isOpen.value;
    set(fold, { "aria-expanded": isOpen.value });
    // Nothing is counted before somebody looks.
    if (!strip.hidden && !strip.hasChildNodes()) fillStrip(strip, facets as RangeFacet[], ctx);
  });
  return { button: fold, strip };
}

function fillStrip(strip: HTMLElement, facets: readonly RangeFacet[], ctx: Context): void {
  strip.append(...facets.map((facet) => createBrush(facet, ctx)));
}
