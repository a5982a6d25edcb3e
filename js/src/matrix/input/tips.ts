/** The card beside the pointer, or beside the cell that keys have reached. */

import { el, on } from "../../ui/dom";
import { watch } from "../../ui/effect";
import { tooltip } from "../../ui/tooltip";
import type { Interaction } from "../model/interaction";
import { type Place, tipOf } from "../model/table";
import type { Surface } from "./gestures";

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
    const { row, column } = tabStop.value;
    if (hovered.value) return;
    if (!isFocusVisible.value) return tip.hide();
    const { cell, gutter, head } = geometry();
    const box = scroller.getBoundingClientRect();
    const x = box.left + gutter + (column + 1) * cell - scroller.scrollLeft - 8;
    const y = box.top + head + (row + 1) * cell - scroller.scrollTop - 8;
    show(tabStop.value, x, y);
  });
}
