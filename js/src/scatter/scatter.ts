/** The map of the embedding: a point an image, coloured; lasso and click select. */

import { range } from "../engine/numbers";
import type { Context } from "../state/session";
import { readTokens } from "../ui/colours";
import { button, el, fill, on, set, setText } from "../ui/dom";
import { watch, watchTheme } from "../ui/effect";
import { segmented } from "../ui/segmented";
import { adopt } from "../ui/styles";
import { icon } from "./icons";
import { mountInteraction } from "./interaction";
import { mountLegend } from "./legend";
import { createModel, type Model } from "./model";
import { createRenderer } from "./renderer";
import styles from "./scatter.css";
import { type Colour, GROUPS, type Hues } from "./shades";
import { COLOURS, description, emptyText, hint, remark } from "./words";

/** More points than this are drawn after the other views: they are quicker, and say more. */
const MANY = 20_000;

interface Parts {
  readonly node: HTMLElement;
  readonly canvas: HTMLCanvasElement;
  readonly plot: HTMLElement;
  readonly lasso: HTMLButtonElement;
  readonly showAll: HTMLButtonElement;
  readonly remark: HTMLElement;
  readonly empty: HTMLElement;
  readonly spoken: HTMLElement;
  readonly legend: HTMLElement;
  readonly hint: HTMLElement;
}

export function mount(node: HTMLElement, ctx: Context): void {
  adopt(node, styles);
  const parts = build(node, ctx);
  const model = createModel(ctx, readHues(node));
  const compose = () => ({ scene: model.scene.value, camera: model.camera.value });
  const renderer = createRenderer(parts.canvas, model.size, compose, ctx.signal);
  watch(ctx.signal, () => {
    // What the scene is made of is put together when it is painted, after the quicker views.
    for (const part of [model.size, model.layers, ctx.derived.tallies, ctx.state.view, model.hues, model.camera])
      part.value;
    renderer.invalidate(model.isMoving.value, model.layers.value.foreground.length > MANY);
  });
  watchTheme(node, ctx.signal, () => {
    model.hues.value = readHues(node);
  });
  mountInteraction(ctx, model, parts);
  mountLegend(parts.legend, ctx, () => model.mostErrors.value);
  watch(ctx.signal, () => write(ctx, model, parts));
}

function build(node: HTMLElement, ctx: Context): Parts {
  const id = `scatter-${crypto.getRandomValues(new Uint32Array(1))[0]}`;
  const canvas = el("canvas", { role: "img", "aria-label": "Embedding", "aria-describedby": id, tabindex: 0 });
  const [spoken, empty] = [el("p.unseen", { id }), el("p.empty", { hidden: true })];
  const lasso = tool("lasso", "Lasso", "Lasso: draw around points");
  const showAll = tool("showAll", "Show everything", "Show everything (0)");
  const tools = el("div.tools", { role: "group", "aria-label": "Embedding tools" }, lasso, showAll);
  const plot = el("div.plot", {}, canvas, empty, tools, spoken);
  const [remarkNode, legend, hintNode] = [el("span"), el("div.legend"), el("span.hint")];
  const end = el("div.end", {}, createColours(ctx));
  const head = el("header.view-head", {}, el("h2", {}, foldButton(node, ctx)), remarkNode, end);
  node.classList.add("scatter");
  fill(node, [head, plot, el("footer", {}, legend, hintNode)]);
  return { node, canvas, plot, lasso, showAll, remark: remarkNode, empty, spoken, legend, hint: hintNode };
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

function createColours({ state, derived, actions, signal }: Context): HTMLElement {
  const choose = (colour: Colour) => actions.setView({ colour });
  const colours = segmented<Colour>({ label: "Colour by", look: "line", signal, choose });
  watch(signal, () => {
    const isClustered = derived.hasClusters.value;
    const { splits, unsplit } = state.header.value;
    const isSplit = Object.keys(splits).length + (unsplit > 0 ? 1 : 0) > 1;
    const offered = COLOURS.filter(({ value }) => (value === "cluster" ? isClustered : value !== "split" || isSplit));
    colours.update(offered, state.view.value.colour);
  });
  return colours.node;
}

/** Everything in words. */
function write({ state, derived }: Context, model: Model, parts: Parts): void {
  const size = derived.splitSize.value;
  const placed = model.rows.value.length;
  const isLoading = state.status.value.state === "loading";
  setText(parts.remark, placed > 0 ? remark(state.header.value, placed, size - placed) : "");
  setText(parts.empty, emptyText(size, isLoading));
  parts.empty.hidden = placed > 0;
  setText(
    parts.spoken,
    placed > 0 ? description(placed, model.layers.value.foreground.length) : (parts.empty.textContent ?? ""),
  );
  setText(parts.hint, placed > 0 ? hint(model.isFocused.value, model.isLasso.value, model.isFocusVisible.value) : "");
  set(parts.lasso, { "aria-pressed": model.isLasso.value });
  parts.node.classList.toggle("unplaced", placed === 0);
  parts.plot.classList.toggle("lassoing", model.isLasso.value);
}

function readHues(node: HTMLElement): Hues {
  const names = range(0, GROUPS - 1).map((group) => `group-${group}`);
  const groups = Object.values(readTokens(node, names));
  return { ...readTokens(node, ["right", "wrong", "between", "faint", "halo"]), groups };
}
