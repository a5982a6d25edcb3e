/** The confusion matrix: a recount of what the filters leave, and a filter itself. */

import type { Shares } from "../engine/counts";
import type { Context } from "../state/session";
import { button, el, on, set } from "../ui/dom";
import { watch, watchSize, watchTheme } from "../ui/effect";
import { menu } from "../ui/menu";
import { segmented } from "../ui/segmented";
import { adopt } from "../ui/styles";
import { showGrid } from "./draw/display";
import { matrixItems } from "./input/exports";
import { listenToGestures } from "./input/gestures";
import { orderControl } from "./input/order";
import { pan } from "./input/pan";
import { classSearch } from "./input/search";
import { mountTips } from "./input/tips";
import { type Zoom, zoomControl } from "./input/zoom";
import css from "./matrix.css";
import { createInteraction, type Interaction } from "./model/interaction";
import { createModel, type Model, stillScene } from "./model/model";
import { readPalette } from "./model/palette";

/** So many names are found faster by eye. */
const FEW_CLASSES = 20;
const AXIS_WIDTH = 18;

export function mount(node: HTMLElement, ctx: Context): void {
  adopt(node, css);
  const { signal } = ctx;
  const parts = build();
  const { scroller, plot } = parts;
  const interaction = createInteraction();
  const model = createModel(node, ctx, interaction);
  const zoom = zoomControl(model.geometry, model.zoom, scroller, signal);
  node.append(
    head(ctx, createSearch(model, interaction, zoom, signal), () => stillScene(node, model)),
    plot,
  );
  plot.append(zoom.node);
  pan(scroller, zoom, signal);
  watchSize(plot, signal, (available) => {
    model.width.value = Math.max(0, available - AXIS_WIDTH);
  });
  watchTheme(node, signal, () => {
    model.palette.value = readPalette(node);
  });
  const grid = showGrid(parts, model, interaction, ctx);
  const surface = { scroller, table: () => model.table.peek(), geometry: () => model.geometry.peek(), grid };
  listenToGestures(surface, interaction, ctx);
  mountTips(node, surface, interaction, signal);
}

function build() {
  const scroller = el("div.scroller");
  const frame = el(
    "div.frame",
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
  const shares = segmented<Shares>({
    label: "Numbers",
    look: "line",
    signal: lifetime,
    choose: (normalize) => actions.setView({ normalize }),
  });
  const options = [
    { value: "count", text: "count", title: "How many" },
    { value: "actual", text: "of actual", title: "Percent of the actual class (rows add up to 100)" },
    { value: "predicted", text: "of predicted", title: "Percent of the predicted class (columns add up to 100)" },
    { value: "all", text: "of all", title: "Percent of everything" },
  ] as const;
  const diagonal = button({ class: "switch", title: "Show what is right" }, "diagonal");
  watch(lifetime, () => {
    shares.update(options, state.view.value.normalize);
    set(diagonal, { "aria-pressed": state.view.value.diagonal });
  });
  on(diagonal, "click", () => actions.setView({ diagonal: !state.view.peek().diagonal }), lifetime);
  const items = () => matrixItems(ctx, sceneNow);
  ctx.downloads.offer("matrix", items, lifetime);
  const save = menu("Export", "Export the matrix", items, lifetime);
  return el(
    "header.view-head",
    {},
    el("h2", {}, "Confusion matrix"),
    el("div.end", {}, shares.node, diagonal, orderControl(ctx), search),
    save,
  );
}
