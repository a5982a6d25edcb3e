/** The card beside the pointer, or beside the cell that keys have reached. */

import { el, on } from "../../ui/dom";
import { watch } from "../../ui/effect";
import { tooltip } from "../../ui/tooltip";
import { boxOf, scrolled } from "../model/geometry";
import type { Interaction } from "../model/interaction";
import type { Place } from "../model/table";
import { tipOf } from "../model/words";
import type { Surface } from "./gestures";

/** A card stands some pixels off the point it belongs to. */
const BESIDE = 8;

export function mountTips(node: HTMLElement, surface: Surface, interaction: Interaction, lifetime: AbortSignal): void {
  const { scroller, table, geometry } = surface;
  const { tabStop, hovered, isFocusVisible } = interaction;
  const tip = tooltip(node);
  const show = (place: Place, x: number, y: number) => {
    const [words, ...numbers] = tipOf(table(), place);
    tip.show(x, y, el("b", {}, words), ...numbers.map((line) => el("div", {}, line)));
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
