/** The map of the embedding: a point an image, coloured; lasso and click select. */

import { range } from "../engine/numbers";
import { isBehind } from "../state/away";
import type { Context } from "../state/session";
import { readTokens } from "../ui/colours";
import { button, el, fill, on, set, setText } from "../ui/dom";
import { atEnd, watch, watchTheme } from "../ui/effect";
import { segmented } from "../ui/segmented";
import { icon } from "./icons";
import { mountInteraction } from "./interaction";
import { mountLegend } from "./legend";
import { askForMap } from "./mapped";
import { createModel, type Model } from "./model";
import { cellTable, regionTable } from "./regions";
import { createRenderer } from "./renderer";
import { type Colour, GROUPS, type Hues } from "./shades";
import { COLOURS, description, hint, remark, UNTOLD } from "./words";

/** More points than this are drawn after the other views: they are quicker, and say more. */
const MANY = 2_000;
const REST_MS = 300;

interface Parts {
  readonly node: HTMLElement;
  readonly canvas: HTMLCanvasElement;
  readonly plot: HTMLElement;
  readonly lasso: HTMLButtonElement;
  readonly showAll: HTMLButtonElement;
  readonly remark: HTMLElement;
  readonly table: HTMLElement;
  readonly spoken: HTMLElement;
  readonly legend: HTMLElement;
  readonly hint: HTMLElement;
}

export function mount(node: HTMLElement, ctx: Context): void {
  const model = createModel(ctx, readHues(node));
  const parts = build(node, ctx, model);
  const compose = () => ({ scene: model.scene.value, camera: model.camera.value });
  const renderer = createRenderer(parts.canvas, model.size, compose, ctx.signal);
  watch(ctx.signal, () => {
    // What the scene is made of is put together when it is painted, after the quicker views.
    const { size, layers, tallies, raster, around, dust, colour, hues, camera } = model;
    for (const part of [size, layers, tallies, raster, around, dust, colour, hues, camera]) part.value;
    renderer.invalidate(model.isMoving.value, model.layers.value.foreground.length > MANY);
  });
  watchTheme(node, ctx.signal, () => {
    model.hues.value = readHues(node);
  });
  mountInteraction(ctx, model, parts);
  askForMap(ctx, model);
  mountLegend(parts.legend, ctx, model);
  watch(ctx.signal, () => write(ctx, model, parts));
  keepTable(parts.table, ctx, model);
}

function build(node: HTMLElement, ctx: Context, model: Model): Parts {
  const id = `scatter-${crypto.getRandomValues(new Uint32Array(1))[0]}`;
  const says = { role: "application", "aria-roledescription": "interactive map", "aria-label": "Map of the images" };
  const canvas = el("canvas", { ...says, "aria-describedby": id, tabindex: 0 });
  const [spoken, table] = [el("p.unseen", { id }), el("div.unseen")];
  const lasso = tool("lasso", "Lasso", "Lasso: draw around points");
  const showAll = tool("showAll", "Show everything", "Show everything (0)");
  const tools = el("div.tools", { role: "group", "aria-label": "Map tools" }, lasso, showAll);
  const plot = el("div.plot", {}, canvas, tools, spoken, table);
  const [remarkNode, legend, hintNode] = [el("span"), el("div.legend"), el("span.hint")];
  const end = el("div.end", {}, createColours(ctx, model));
  const head = el("header.view-head", {}, el("h2", {}, foldButton(node, ctx)), remarkNode, end);
  node.classList.add("scatter");
  fill(node, [head, plot, el("footer", {}, legend, hintNode)]);
  return { node, canvas, plot, lasso, showAll, remark: remarkNode, table, spoken, legend, hint: hintNode };
}

/** The name of the view, which folds it away: the gallery then has the column to itself. */
function foldButton(node: HTMLElement, { state, actions, signal }: Context): HTMLElement {
  const own = button({ class: "fold", title: "Fold or unfold the map" }, "Map");
  on(own, "click", () => actions.setView({ map: !state.view.peek().map }), signal);
  watch(signal, () => {
    const isUnfolded = state.view.value.map;
    set(own, { "aria-expanded": isUnfolded });
    set(node, { "data-folded": !isUnfolded });
  });
  return own;
}

function tool(sign: "lasso" | "showAll", label: string, title: string): HTMLButtonElement {
  return button({ "aria-label": label, title }, icon(sign));
}

function createColours({ actions, signal }: Context, { allColours, colours, colour }: Model): HTMLElement {
  const choose = (value: Colour) => actions.setView({ colour: value });
  const control = segmented<Colour>({ label: "Colour by", look: "line", signal, choose });
  watch(signal, () => {
    const options = allColours.value.map((value) => ({
      ...{ value, text: COLOURS[value] },
      ...(!colours.value.includes(value) && { isOff: true, title: UNTOLD }),
    }));
    control.update(options, colour.value);
  });
  return control.node;
}

/** The table follows when nothing changed for a moment: nobody reads it while a threshold is dragged. */
function keepTable(node: HTMLElement, { signal }: Context, model: Model): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  watch(signal, () => {
    const [{ foreground }, tallies, bounds] = [model.layers.value, model.tallies.value, model.bounds.value];
    const map = model.raster.value;
    clearTimeout(timer);
    timer = setTimeout(() => {
      const points = () => bounds && regionTable(foreground, model.positions.peek(), bounds, tallies);
      fill(node, [map && bounds ? cellTable(map, bounds) : points()]);
    }, REST_MS);
  });
  atEnd(signal, () => clearTimeout(timer));
}

/** Everything in words. */
function write({ state, derived }: Context, model: Model, parts: Parts): void {
  // Of rows that stay with Python nobody tells how many have no place.
  const [size, isBeyond] = [derived.splitSize.value, isBehind(state)];
  const placed = isBeyond ? size : model.rows.value.length;
  const shown = isBeyond ? derived.counts.value.images : model.layers.value.foreground.length;
  setText(parts.remark, remark(state.header.value, placed, size - placed));
  setText(parts.spoken, description(placed, shown, model.raster.value !== undefined));
  setText(parts.hint, hint(model.isLasso.value, model.isFocusVisible.value));
  set(parts.lasso, { "aria-pressed": model.isLasso.value });
  parts.plot.classList.toggle("lassoing", model.isLasso.value);
  parts.plot.classList.toggle("stale", derived.stale.value.map);
}

function readHues(node: HTMLElement): Hues {
  const names = range(0, GROUPS - 1).map((group) => `group-${group}`);
  const groups = Object.values(readTokens(node, names));
  return { ...readTokens(node, ["right", "wrong", "between", "faint", "halo"]), groups };
}
