/** What each pixel is and was taken for, over the picture; pointing at one says it. */

import { rowsIn } from "../engine/groups";
import { createOverlayChoice } from "../pictures/overlayChoice";
import { coloursOf, createLayer, paint } from "../pictures/segmentation";
import type { Context } from "../state/session";
import { el, on, style } from "../ui/dom";
import { watch } from "../ui/effect";
import { tooltip } from "../ui/tooltip";
import type { Viewing } from "./viewing";

/** Percent. */
const OPACITY = 80;

/** A layer of the ground, and what it looks like. */
export function createOverlay(ctx: Context, viewing: Viewing): HTMLCanvasElement {
  const layer = createLayer();
  watch(ctx.signal, () => {
    const [row, segmentation, lit] = [viewing.row.value, viewing.segmentation.value, viewing.lit.value];
    layer.hidden = row === undefined || !segmentation;
    if (row === undefined || !segmentation) return;
    const shown = new Set(viewing.shown.value.map((own) => own.row));
    // Else the pixels of selected cells stand out, as on cards.
    const isLit = lit ? (own: number) => own === lit.row : ctx.derived.isSelected.value;
    const { outcomes, header, view } = ctx.state;
    const rows = rowsIn(ctx.derived.byImage.value, row);
    const look = { overlay: view.value.overlay, rows, isShown: (own: number) => shown.has(own), isLit };
    paint(layer, segmentation, coloursOf(outcomes.value, header.value, look));
  });
  watch(ctx.signal, () => style(layer, { opacity: String(viewing.opacity.value / 100) }));
  return layer;
}

/** The choice of what lies over the picture, and how strong it is. */
export function createOverlayTools(ctx: Context, viewing: Viewing): HTMLElement {
  const strength = el("input", { type: "range", min: 0, max: 100, value: OPACITY, "aria-label": "Opacity" });
  const slide = () => {
    viewing.opacity.value = Number(strength.value);
  };
  slide();
  on(strength, "input", slide, ctx.signal);
  const node = el("label.opacity", {}, "Opacity", strength);
  const isAny = () => viewing.segmentation.value !== undefined;
  const choice = createOverlayChoice(ctx.state.view, isAny, ctx.actions.setView, ctx.signal);
  const tools = el("div.overlay-tools", {}, choice, node);
  watch(ctx.signal, () => {
    tools.hidden = !viewing.segmentation.value;
  });
  return tools;
}

/** "actual road, predicted sidewalk", beside the pointer. */
export function tellPixels(stage: HTMLElement, { state, signal }: Context, viewing: Viewing): void {
  const card = tooltip(stage);
  const tell = ({ clientX, clientY, buttons }: PointerEvent) => {
    const found = viewing.hovered.peek();
    if (!found || buttons || !viewing.segmentation.peek()) return card.hide();
    const { classes } = state.header.peek();
    const words = `actual ${classes[found.actual]}, predicted ${classes[found.predicted]}`;
    card.show(clientX, clientY, el("bdi", {}, words));
  };
  on(stage, "pointermove", tell, signal);
  on(stage, "pointerleave", card.hide, signal);
}
