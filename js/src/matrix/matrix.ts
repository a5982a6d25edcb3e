/** The confusion matrix: a recount of what the filters leave, and a filter itself. */

import type { Context } from "../state/session";
import { el } from "../ui/dom";
import { watch, watchSize, watchTheme } from "../ui/effect";
import { menu } from "../ui/menu";
import { showGrid } from "./draw/display";
import { matrixItems } from "./input/exports";
import { listenToGestures, under } from "./input/gestures";
import { listKeys } from "./input/keys";
import { orderControl } from "./input/order";
import { pan } from "./input/pan";
import { classSearch } from "./input/search";
import { sharesControl } from "./input/shares";
import { mountTips } from "./input/tips";
import { type Zoom, zoomControl } from "./input/zoom";
import { AXIS_WIDTH } from "./model/frame";
import { isZoomed } from "./model/geometry";
import { createInteraction, type Interaction } from "./model/interaction";
import { createModel, type Model, stillScene } from "./model/model";
import { readPalette } from "./model/palette";

/** So many names are found faster by eye. */
const FEW_CLASSES = 20;

export function mount(node: HTMLElement, ctx: Context): void {
  const { signal } = ctx;
  const parts = build();
  const { scroller, plot, frame } = parts;
  const interaction = createInteraction();
  const model = createModel(node, ctx, interaction);
  const zoom = zoomControl(model.geometry, model.zoom, scroller, signal);
  const still = () => stillScene(node, model);
  node.append(head(ctx, createSearch(model, interaction, zoom, signal), still), plot);
  frame.append(zoom.node);
  watch(signal, () => void plot.classList.toggle("stale", ctx.derived.stale.value.sums));
  watchSize(plot, signal, (available) => {
    model.width.value = Math.max(0, available - AXIS_WIDTH);
  });
  watchTheme(node, signal, () => {
    model.palette.value = readPalette(node);
  });
  const grid = showGrid(parts, model, interaction, ctx);
  const surface = { scroller, table: () => model.table.peek(), geometry: () => model.geometry.peek(), grid };
  const panned = {
    scroller,
    isZoomed: () => isZoomed(surface.geometry()),
    under: (event: MouseEvent) => under(event, surface),
  };
  pan(panned, zoom, signal);
  listenToGestures(surface, interaction, ctx);
  listKeys(scroller, zoom, ctx);
  mountTips(node, surface, interaction, ctx);
}

function build() {
  const scroller = el("div.scroller");
  const frame = el(
    "div.axes",
    {},
    el("div.axis.predicted", { "aria-hidden": true }, "Predicted"),
    el("div.axis.actual", { "aria-hidden": true }, "Actual"),
    scroller,
  );
  return { scroller, frame, plot: el("div.plot", {}, frame) };
}

/** Finding a class highlights its lines, and brings them into sight. */
function createSearch(model: Model, interaction: Interaction, zoom: Zoom, lifetime: AbortSignal): HTMLElement {
  const find = (line: number) => {
    interaction.searchedClass.value = model.table.peek().order[line] ?? -1;
    if (line < 0) return;
    interaction.hovered.value = null;
    interaction.tabStop.value = { row: line, column: line };
    interaction.anchor.value = interaction.tabStop.value;
    zoom.show(line);
  };
  const search = classSearch(() => model.table.peek(), find, lifetime);
  watch(lifetime, () => {
    search.hidden = model.names.value.length <= FEW_CLASSES;
  });
  return search;
}

function head(ctx: Context, search: HTMLElement, sceneNow: Parameters<typeof matrixItems>[1]): HTMLElement {
  const { state, actions, signal: lifetime } = ctx;
  const diagonal = () => {
    const isShown = state.view.peek().diagonal;
    const run = () => {
      actions.setView({ diagonal: !isShown });
      return "";
    };
    return { text: isShown ? "Hide what is right" : "Show what is right", run };
  };
  const items = () => matrixItems(ctx, sceneNow);
  ctx.downloads.offer("matrix", items, lifetime);
  const more = menu("⋯", "Export the matrix", () => [diagonal(), ...items()], lifetime);
  return el(
    "header.view-head",
    {},
    el("h2", {}, "Confusion matrix"),
    el("div.end", {}, sharesControl(ctx), orderControl(ctx), search, more),
  );
}
