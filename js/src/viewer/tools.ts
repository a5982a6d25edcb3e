/** The buttons under the picture: each says the key that does the same. */

import { percent } from "../engine/numbers";
import type { Context } from "../state/session";
import { button, el, on, set, setText } from "../ui/dom";
import { watch } from "../ui/effect";
import { toggle } from "./filters";
import { createOverlayTools } from "./overlay";
import { createNote } from "./picture";
import type { Viewing } from "./viewing";

/** A step of the buttons and keys. */
const STEP = 1.5;

/** What a button and its keys do. */
export interface Tool {
  readonly sign: string;
  readonly words: string;
  readonly keys: readonly string[];
  readonly run: () => void;
}

export function zoomTools(viewing: Viewing): readonly Tool[] {
  return [
    { sign: "−", words: "Zoom out", keys: ["-"], run: () => viewing.zoom(1 / STEP) },
    { sign: "+", words: "Zoom in", keys: ["+", "="], run: () => viewing.zoom(STEP) },
    { sign: "Fit", words: "Fit: show all of the picture", keys: ["0"], run: viewing.fit },
    { sign: "1:1", words: "1:1, a pixel of the picture a pixel of the screen", keys: ["1"], run: viewing.actualSize },
  ];
}

/** A button for a tool. */
export function toolButton({ sign, words, keys, run }: Tool, signal: AbortSignal): HTMLButtonElement {
  const node = button({ class: "sign", "aria-label": words, title: `${words} (${keys[0]})` }, sign);
  on(node, "click", () => node.ariaDisabled === "true" || run(), signal);
  return node;
}

export function createTools(ctx: Context, viewing: Viewing): HTMLElement {
  const { signal } = ctx;
  const [out, closer, fit, actual] = zoomTools(viewing).map((tool) => toolButton(tool, signal));
  const size = el("span.zoom");
  watch(signal, () => {
    const { camera, isFit } = viewing;
    setText(size, camera.value ? percent(camera.value.scale * devicePixelRatio) : "");
    if (fit) set(fit, { "aria-disabled": isFit.value });
  });
  const labels = toggle("Labels", el("i.tag", { "aria-hidden": true }), viewing.isLabelled, signal);
  watch(signal, () => {
    labels.hidden = viewing.segmentation.value !== undefined;
  });
  set(labels, { title: "Name every box (l)" });
  const zoom = el("div.turn", { role: "group", "aria-label": "Zoom" }, out, size, closer, fit, actual);
  return el("div.viewer-tools", {}, zoom, createOverlayTools(ctx, viewing), labels, createNote(ctx, viewing));
}
