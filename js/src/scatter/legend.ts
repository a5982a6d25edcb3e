/** What the colours mean, and the clusters as a filter. */

import { ALL, NOISE, SPLITS } from "../data/tables";
import type { Cluster } from "../engine/clusters";
import { counted, rate, whole } from "../engine/numbers";
import type { Context } from "../state/session";
import { button, el, fill, onButton, set } from "../ui/dom";
import { watch } from "../ui/effect";
import { refill } from "../ui/focus";
import { selectMode } from "../ui/keys";
import type { Model } from "./model";
import { type Colour, GROUPS, groupOf, splitGroup } from "./shades";

/** Clusters listed before "+n more". */
const FEW = 12;

export function mountLegend(
  node: HTMLElement,
  ctx: Context,
  { colour, scale, errorScale, images }: Pick<Model, "colour" | "scale" | "errorScale" | "images">,
): void {
  const { state, derived, signal } = ctx;
  const clusters = clusterList(ctx, colour);
  watch(signal, () => {
    const [least, most] = scale.value;
    // Of a raster the nearest that tables store; of points, which are as many words, the one on show.
    const at = state.sentMap.value?.confidence;
    const parts: Record<Colour, () => (Node | string)[]> = {
      f1: () => [`F1 ${end(least)}`, ramp("f1"), end(most)],
      errors: () => [
        "0",
        ramp("errors"),
        errorScale.value ? `${most.toFixed(1)}+ errors an image at ${at} %` : counted(most, "errors"),
      ],
      change: () => ["more errors", ramp("f1"), "fewer"],
      split: () => splitEntries(images.value.split, derived.shown.value.split),
      cluster: () => [clusters],
    };
    fill(node, parts[colour.value]());
  });
}

/** An end of the scale: "0" and "1" are no measured rates. */
function end(share: number): string {
  return Number.isInteger(share) ? String(share) : rate(share);
}

function ramp(kind: "f1" | "errors"): HTMLElement {
  return el("span", { class: `ramp ${kind}`, "aria-hidden": true });
}

function swatch(group: number): HTMLElement {
  const colour = group < GROUPS ? `--group-${group}` : "--faint";
  const node = el("i", { "aria-hidden": true });
  node.style.background = `var(${colour})`;
  return node;
}

function splitEntries(split: ArrayLike<number>, shown: string): HTMLElement[] {
  const names = [...SPLITS, "no split"];
  const sizes = names.map(() => 0);
  for (let row = 0; row < split.length; row++) {
    const code = split[row] ?? 0;
    sizes[code] = (sizes[code] ?? 0) + 1;
  }
  return names.flatMap((name, code) => {
    const isShown = sizes[code] && (shown === ALL || shown === name);
    return isShown ? [el("span.entry", {}, swatch(splitGroup(code)), `${name} ${whole(sizes[code] ?? 0)}`)] : [];
  });
}

/** A button a cluster: click filters, ctrl-click adds and takes away. */
function clusterList({ state, derived, actions, signal }: Context, colour: Model["colour"]): HTMLElement {
  const node = el("div.clusters", { role: "group", "aria-label": "Clusters" });
  const more = button({ class: "quiet" });
  const buttons = new Map<number, HTMLButtonElement>();
  let isWhole = false;

  const buttonOf = (cluster: Cluster) => {
    const known = buttons.get(cluster.id);
    const own = known ?? button({ class: "entry", value: cluster.id });
    buttons.set(cluster.id, own);
    draw(own, cluster, state.facets.clusters.value.includes(cluster.id));
    return own;
  };
  const render = () => {
    const all = derived.clusters.value;
    const chosen = state.facets.clusters.value;
    const listed = isWhole ? all : all.filter(({ id }, i) => i < FEW || chosen.includes(id));
    const hidden = all.length - listed.length;
    more.textContent = isWhole ? "fewer" : `+${whole(hidden)} more`;
    refill(node, [...listed.map(buttonOf), (isWhole ? all.length > FEW : hidden > 0) && more]);
  };
  watch(signal, () => {
    if (colour.value !== "cluster") return;
    render();
    node.classList.toggle("stale", derived.areLevelsStale("clusters"));
  });
  const click = (clicked: HTMLButtonElement, event: MouseEvent) => {
    if (clicked !== more) return actions.select("clusters", [Number(clicked.value)], selectMode(event));
    isWhole = !isWhole;
    render();
  };
  onButton(node, click, signal);
  return node;
}

function draw(node: HTMLButtonElement, { id, size, f1 }: Cluster, isChosen: boolean): void {
  const name = id === NOISE ? "unclustered" : String(id);
  const spoken = id === NOISE ? "Unclustered" : `Cluster ${id}`;
  const words = `${spoken}, ${counted(size, "images")}, F1 ${rate(f1)}`;
  set(node, { "aria-pressed": isChosen, "aria-label": words, title: `${words}; ctrl-click adds` });
  const detail = el("span", {}, whole(size));
  fill(node, [swatch(groupOf(id)), el("b", {}, name), detail, el("span", {}, `F1 ${rate(f1)}`)]);
}
