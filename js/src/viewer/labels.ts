/** The names of boxes: of what is lit, or of all that are asked for; beside the boxes, never over them. */

import { untracked } from "@preact/signals-core";
import { TONES } from "../engine/cells";
import { isolated } from "../engine/cellWords";
import type { Header } from "../engine/header";
import { boxesOf, type Instance } from "../pictures/instances";
import { measures, tagParts } from "../pictures/instanceWords";
import type { Context } from "../state/session";
import { el } from "../ui/dom";
import { watch } from "../ui/effect";
import { onStage, type Rect, type Size, union } from "./camera";
import { placed } from "./placing";
import type { Viewing } from "./viewing";

interface Label {
  readonly node: HTMLElement;
  /** Of the original. */
  readonly rect: Rect;
  /** In CSS pixels. */
  readonly size: Size;
  readonly isLit: boolean;
}

/** A layer as large as the stage. */
export function createLabels({ state, signal }: Context, viewing: Viewing): HTMLElement {
  const node = el("div.names", { "aria-hidden": true });
  let labels: readonly Label[] = [];
  const place = () => {
    const [camera, stage] = [viewing.camera.value, viewing.stage.value];
    if (!camera) return;
    const taken: Rect[] = [];
    for (const { node: own, rect, size, isLit } of labels) {
      const found = placed(onStage(rect, camera), size, stage, taken, isLit);
      own.style.visibility = found ? "" : "hidden";
      if (!found) continue;
      own.style.transform = `translate(${Math.round(found.x)}px, ${Math.round(found.y)}px)`;
      taken.push({ ...found, w: size.width, h: size.height });
    }
  };
  watch(signal, () => {
    const { lit, isLabelled, shown, extent } = viewing;
    const named = isLabelled.value ? shown.value : [];
    const first = lit.value && shown.value.includes(lit.value) ? [lit.value] : [];
    const wanted = extent.value ? [...first, ...named.filter((own) => own !== first[0])] : [];
    const made = wanted.flatMap((instance) => {
      const rect = union(boxesOf(instance));
      const isLit = instance === first[0];
      return rect ? [{ rect, isLit, node: labelOf(instance, state.header.value, isLit) }] : [];
    });
    node.replaceChildren(...made.map((label) => label.node));
    // Measured once, all together: a step of zoom or pan moves them and measures nothing.
    labels = made.map((label) => ({
      ...label,
      size: { width: label.node.offsetWidth, height: label.node.offsetHeight },
    }));
    untracked(place);
  });
  watch(signal, place);
  return node;
}

/** "3 → 8 · 61 % · IoU .87", of what is known; beside many others the classes alone. */
function labelOf(instance: Instance, header: Header, isLit: boolean): HTMLElement {
  const look = `label ${TONES[instance.kind]} ${isLit ? "highlighted" : ""}`;
  const measured = isLit ? measures(instance).map((own) => ` · ${own}`) : [];
  const parts = [...tagParts(instance, header), measured.join("")].filter(Boolean);
  return el("span", { class: look, title: parts.map(isolated).join("") }, ...parts.map((part) => el("bdi", {}, part)));
}
