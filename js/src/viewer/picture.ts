/** The picture of the large view, and the boxes and masks over it. */

import type { Signal } from "@preact/signals-core";
import type { Masks } from "../data/masks";
import { TONES } from "../engine/cells";
import type { Header } from "../engine/header";
import { percent, rate } from "../engine/numbers";
import { type Extent, frame, label, outline } from "../pictures/boxes";
import type { Instance } from "../pictures/instances";
import type { Context } from "../state/session";
import { button, el, on, set } from "../ui/dom";
import { watch } from "../ui/effect";
import type { ViewerState } from "./viewing";

/** With more instances than this, correct ones are labelled only while they are pointed at. */
const CROWD = 12;

/** The picture with its outlines, and the switches for them. */
export function createPicture({ state, pictures, signal }: Context, viewer: ViewerState): HTMLElement {
  const missing = el("span.missing", {}, el("span.delayed", {}, "no picture"));
  const picture = frame(missing, signal);
  const switches = el(
    "div.switches",
    { role: "group", "aria-label": "Outlines" },
    toggle("Ground truth", "dashed", viewer.isTruth, signal),
    toggle("Predictions", "solid", viewer.isPrediction, signal),
  );
  watch(signal, () => {
    pictures.version.value;
    const row = viewer.row.value;
    if (row === undefined) return;
    const found = pictures.large(row);
    const extent = { width: found?.width ?? 0, height: found?.height ?? 0 };
    picture.image.alt = viewer.name.value;
    const instances = viewer.instances.value;
    const drawn = {
      isTruth: viewer.isTruth.value,
      isPrediction: viewer.isPrediction.value,
      highlighted: viewer.highlighted.value,
      masks: state.masks.value,
    };
    picture.show(found?.url, extent, (known) => over(instances, known, state.header.value, drawn));
    switches.hidden = !instances.some(({ truth, prediction }) => truth || prediction);
  });
  return el("div.viewer-picture", {}, picture.node, switches);
}

function toggle(text: string, look: string, isOn: Signal<boolean>, signal: AbortSignal): HTMLElement {
  const swatch = el("i", { class: look, "aria-hidden": true });
  const node = button({ role: "switch", class: "toggle" }, swatch, text);
  const flip = () => {
    isOn.value = !isOn.value;
  };
  on(node, "click", flip, signal);
  watch(signal, () => set(node, { "aria-checked": isOn.value }));
  return node;
}

interface Drawn {
  readonly isTruth: boolean;
  readonly isPrediction: boolean;
  readonly highlighted: Instance | undefined;
  readonly masks: Masks;
}

function over(instances: readonly Instance[], extent: Extent, header: Header, drawn: Drawn): Node[] {
  const isCrowd = instances.length > CROWD;
  // Errors last: they lie over what is right, and what is pointed at over all.
  const order = [...instances]
    .reverse()
    .sort((a, b) => Number(a === drawn.highlighted) - Number(b === drawn.highlighted));
  const marks = order.map((instance) => {
    const isFaded = drawn.highlighted !== undefined && drawn.highlighted !== instance;
    const isSilent = isFaded || (isCrowd && TONES[instance.kind] === "right" && drawn.highlighted !== instance);
    const made = marksOf(instance, extent, header, {
      ...drawn,
      state: isFaded ? " faded" : drawn.highlighted ? " highlighted" : "",
    });
    return isSilent ? { ...made, labels: [] } : made;
  });
  return [...marks.flatMap(({ lines }) => lines), ...marks.flatMap(({ labels }) => labels)];
}

function marksOf(
  instance: Instance,
  extent: Extent,
  { classes }: Header,
  { isTruth, isPrediction, masks, state }: Drawn & { readonly state: string },
): { readonly lines: Node[]; readonly labels: Node[] } {
  const { kind, actual, predicted } = instance;
  const tone = TONES[kind];
  const truth = isTruth ? instance.truth : undefined;
  const prediction = isPrediction ? instance.prediction : undefined;
  const [lines, labels]: [Node[], Node[]] = [[], []];
  if (truth) {
    const look = { tone, look: `dashed${state}` };
    lines.push(outline(truth, extent, look, masks.outline(truth.object)));
    // Where both agree one label says it.
    if (tone !== "right" || !prediction)
      labels.push(label(truth, extent, look, ["truth ", classes[actual] ?? ""], true));
  }
  if (prediction) {
    const look = { tone, look: `solid${state}` };
    lines.push(outline(prediction, extent, look, masks.outline(prediction.object)));
    labels.push(label(prediction, extent, look, [classes[predicted] ?? "", answer(instance)]));
  }
  return { lines, labels };
}

/** " · 61 % · IoU .87", of what is known. */
function answer({ prediction, iou }: Instance): string {
  const score = prediction && !Number.isNaN(prediction.score) ? ` · ${percent(prediction.score)}` : "";
  return iou > 0 ? `${score} · IoU ${rate(iou, 2)}` : score;
}
