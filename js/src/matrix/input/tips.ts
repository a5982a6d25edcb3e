/** The card beside the pointer, or beside the cell that keys have reached. */

import type { Context } from "../../state/session";
import { el, on } from "../../ui/dom";
import { watch } from "../../ui/effect";
import { tooltip } from "../../ui/tooltip";
import { boxOf, scrolled } from "../model/geometry";
import type { Interaction } from "../model/interaction";
import type { Place } from "../model/table";
import { partsText, tipOf } from "../model/words";
import type { Surface } from "./gestures";

/** A card stands some pixels off the point it belongs to. */
const BESIDE = 8;

export function mountTips(
  node: HTMLElement,
  surface: Surface,
  interaction: Interaction,
  { derived, signal: lifetime }: Context,
): void {
  const { scroller, table, geometry } = surface;
  const { tabStop, hovered, isFocusVisible } = interaction;
  const tip = tooltip(node);
  const show = (place: Place, x: number, y: number) => {
    const [words, ...numbers] = tipOf(table(), place);
    const isCell = place.row >= 0 && place.column >= 0;
    const { order, header, before } = table();
    const classes = [order[place.row] ?? 0, order[place.column] ?? 0] as const;
    // What pixels are is said by the cell.
    if (isCell && header.unit === "instances" && !before) numbers.push(partsText(derived.kindsIn(...classes)));
    tip.show(x, y, el("b", {}, words), ...numbers.filter(Boolean).map((line) => el("div", {}, line)));
  };
  const track = ({ clientX, clientY }: PointerEvent) => {
    const place = hovered.peek();
    if (place) show(place, clientX, clientY);
  };
  on(scroller, "pointermove", track, lifetime);
  on(scroller, "focusout", () => (isFocusVisible.value = false), lifetime);
  watch(lifetime, () => {
    const place = tabStop.value;
    if (hovered.value) return;
    if (!isFocusVisible.value) return tip.hide();
    const frame = scroller.getBoundingClientRect();
    const { left, top, width, height } = boxOf(geometry(), place, scrolled(scroller));
    show(place, frame.left + left + width - BESIDE, frame.top + top + height - BESIDE);
  });
}
