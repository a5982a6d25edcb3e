/** Over the cards: which face, which page, which order. */

import type { InstanceSort } from "../engine/instanceOrder";
import { whole } from "../engine/numbers";
import type { Sort } from "../engine/order";
import { createOverlayChoice } from "../pictures/overlayChoice";
import type { Face } from "../state/faces";
import type { Context } from "../state/session";
import { el } from "../ui/dom";
import { watch } from "../ui/effect";
import { type Option, segmented } from "../ui/segmented";
import { createSearch } from "./nameSearch";

const SORTS: readonly Option<Sort>[] = [
  { value: "errors", text: "most errors" },
  { value: "f1", text: "lowest F1" },
  { value: "name", text: "name" },
];

/** Beside a baseline. */
const BY_CHANGE: readonly Option<Sort>[] = [
  { value: "regressed", text: "most regressed", title: "The most errors more than under the baseline first" },
  { value: "fixed", text: "most fixed", title: "The most errors fewer than under the baseline first" },
];

const INSTANCE_SORTS: readonly Option<InstanceSort>[] = [
  { value: "score", text: "confidence", title: "The highest confidence first" },
  { value: "iou", text: "IoU", title: "The highest IoU of truth and prediction first" },
  { value: "size", text: "area", title: "The largest first" },
];
/** While suspects are on show. */
const BY_WEIGHT: Option<InstanceSort> = {
  value: "weight",
  text: "suspicion",
  title: "The labels first that the most speaks against",
};

/** `fold`: folds the filters of instances away. */
export function createHead(ctx: Context, fold: HTMLElement): HTMLElement {
  const { state, actions, signal } = ctx;
  const isAny = () => state.segmentations.value.some(({ row }) => row.length > 0);
  const overlays = createOverlayChoice(state.view, isAny, actions.setView, signal);
  const end = el("div.end", {}, createSearch(ctx), overlays, createSorts(ctx), fold);
  return el("header.view-head", {}, createFaces(ctx), end);
}

/** "Images 9", "Instances 10"; where there are no instances a name instead of a choice of one. */
function createFaces({ derived, actions, signal }: Context): HTMLElement {
  const name = el("h2", {}, "Images");
  const tabs = segmented<Face>({
    label: "Shown as",
    look: "line",
    role: "tab",
    signal,
    choose: (face) => actions.setView({ face }),
  });
  watch(signal, () => {
    const has = derived.hasInstances.value;
    name.hidden = has;
    tabs.node.hidden = !has;
    if (!has) return;
    const { images, instances } = derived.counts.value;
    const options: readonly Option<Face>[] = [
      { value: "images", text: "Images", detail: whole(images) },
      { value: "instances", text: "Instances", detail: whole(instances) },
    ];
    tabs.update(options, derived.face.value);
  });
  return el("div.faces", {}, name, tabs.node);
}

/** Each face has orders of its own; of labels without boxes there is the confidence alone. */
function createSorts({ state, derived, actions, signal }: Context): HTMLElement {
  const choice = { label: "Sort by", look: "line", signal } as const;
  const images = segmented<Sort>({ ...choice, choose: (sort) => actions.setView({ sort }) });
  const instances = segmented<InstanceSort>({
    ...choice,
    choose: (by) => actions.setView({ instance_sort: by }),
  });
  watch(signal, () => {
    const isImages = derived.face.value === "images";
    const isOfSuspects = state.facets.suspects.value.length > 0 || state.view.value.instance_sort === "weight";
    const known = state.hasObjects.value ? INSTANCE_SORTS : INSTANCE_SORTS.slice(0, 1);
    const orders = isOfSuspects ? [...known, BY_WEIGHT] : known;
    images.node.hidden = !isImages;
    instances.node.hidden = isImages || !state.hasScores.value;
    // In large tables errors and F1 are stored at some thresholds, of which one sorts the page.
    const page = state.sentPage.value;
    const at = page?.sorted_at;
    const sorts = SORTS.map((one) => (at && page.for["sort"] === one.value ? { ...one, detail: `at ${at} %` } : one));
    if (isImages) images.update(state.two.value ? [...SORTS, ...BY_CHANGE] : sorts, state.view.value.sort);
    else instances.update(orders, state.view.value.instance_sort);
  });
  return el("div.sorts", {}, images.node, instances.node);
}
