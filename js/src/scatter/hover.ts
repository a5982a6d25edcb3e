/** The card beside the point, or the cells of a raster, under the pointer. */

import { rates, tallyOf } from "../engine/counts";
import { counted, rate, whole } from "../engine/numbers";
import type { SentMap } from "../state/sent";
import type { Context } from "../state/session";
import { el } from "../ui/dom";
import { tallyWords } from "../ui/tallies";
import type { countsNear } from "./cells";
import type { Mapped } from "./mapped";

/** Of the point at a `place`; `isOut`: the filters hide this image. */
export function hoverCard(
  { state, pictures }: Context,
  { tallies: own, rowOf }: Pick<Mapped, "tallies" | "rowOf">,
  place: number,
  isOut: boolean,
): HTMLElement {
  const [tallies, row, { value: sent }] = [own.value, rowOf(place) ?? place, state.hovered];
  const url = pictures.thumbnail(row)?.url;
  const name = state.images.value.name.at(row) || (sent?.for["map_row"] === row && sent.name);
  // Of dust in tables nobody counts.
  const isCounted = place < tallies.tp.length;
  return el(
    "div.hover-card",
    {},
    url && el("img", { src: url, alt: "" }),
    el(
      "div",
      {},
      el("b.hover-name", {}, el("bdi", {}, name)),
      isCounted && el("div.tallies", {}, ...tallyWords(tallyOf(tallies, place).map(whole))),
      el(
        "div",
        {},
        [isCounted && `F1 ${rate(rates(tallies, place).f1)}`, isOut && "filtered out"].filter(Boolean).join(" · "),
      ),
    ),
  );
}

/** Of what lies near the pointer in a raster. */
export function cellsCard({ images, errors }: ReturnType<typeof countsNear>, { confidence }: SentMap): HTMLElement {
  const words = `${counted(errors, "errors")} at ${confidence} %, ${(errors / images).toFixed(1)} an image`;
  return el("div", {}, el("b", {}, counted(images, "images")), el("div", {}, words));
}
