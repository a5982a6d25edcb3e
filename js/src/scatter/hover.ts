/** The card beside the point under the pointer. */

import { rates, tallyOf } from "../engine/counts";
import { rate, whole } from "../engine/numbers";
import type { Context } from "../state/session";
import { el } from "../ui/dom";
import { tallyWords } from "../ui/tallies";
import type { Mapped } from "./mapped";

/** Of the point at a `place`; `isOut`: the filters hide this image. */
export function hoverCard(
  { state, pictures }: Context,
  { tallies: own, rowOf }: Pick<Mapped, "tallies" | "rowOf">,
  place: number,
  isOut: boolean,
): HTMLElement {
  const tallies = own.value;
  const row = rowOf(place);
  const url = pictures.thumbnail(row)?.url;
  return el(
    "div.hover-card",
    {},
    url && el("img", { src: url, alt: "" }),
    el(
      "div",
      {},
      el("b.hover-name", {}, el("bdi", {}, state.images.value.name.at(row))),
      el("div.tallies", {}, ...tallyWords(tallyOf(tallies, place).map(whole))),
      el("div", {}, `F1 ${rate(rates(tallies, place).f1)}${isOut ? " · filtered out" : ""}`),
    ),
  );
}
