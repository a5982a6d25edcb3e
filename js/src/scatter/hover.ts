/** The card beside the point under the pointer. */

import { rates, tallyOf } from "../engine/counts";
import { rate, whole } from "../engine/numbers";
import type { Context } from "../state/session";
import { el } from "../ui/dom";
import { tallyWords } from "../ui/tallies";

/** `isOut`: the filters hide this image. */
export function hoverCard({ state, derived, pictures }: Context, row: number, isOut: boolean): HTMLElement {
  const tallies = derived.tallies.value;
  const url = pictures.thumbnail(row)?.url;
  return el(
    "div.hover-card",
    {},
    url && el("img", { src: url, alt: "" }),
    el(
      "div",
      {},
      el("b.hover-name", {}, el("bdi", {}, state.images.value.name.at(row))),
      el("div.tallies", {}, ...tallyWords(tallyOf(tallies, row).map(whole))),
      el("div", {}, `F1 ${rate(rates(tallies, row).f1)}${isOut ? " · filtered out" : ""}`),
    ),
  );
}
