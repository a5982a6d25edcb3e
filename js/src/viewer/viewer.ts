/** One image shown large: what was there, what was predicted, and a list of both in words. */

import type { KeyBinding } from "../state/keys";
import type { Context } from "../state/session";
import { el } from "../ui/dom";
import { watch } from "../ui/effect";
import { focused } from "../ui/focus";
import { createBar, createInstanceTurns, markTool, NAME, turnsOf } from "./bar";
import { createFilters } from "./filters";
import { createFullScreen } from "./fullScreen";
import { createJudging } from "./judging";
import { createFindings } from "./list";
import { modal } from "./modal";
import { createModels, modelKeys } from "./models";
import { createStage } from "./stage";
import { createTools, type Tool, zoomTools } from "./tools";
import { createViewing } from "./viewing";

/** Which image it is, its heading says. */
const DIALOG = { role: "dialog", "aria-modal": true, "aria-label": "Image", "aria-describedby": NAME };

/**
 * Make the dialog, closed, at the end of the display, and keep it open while an image is; `saved` is the image that
 * was open when the display was made, which it does not begin with.
 */
export function mount(lens: HTMLElement, ctx: Context, saved = ctx.state.open.peek()): void {
  const { keys, signal } = ctx;
  const viewing = createViewing(ctx);
  const turns = turnsOf(ctx, viewing);
  const panel = el("div.viewer-panel", { tabindex: -1 });
  const fullScreen = createFullScreen(panel, signal);
  const stage = createStage(ctx, viewing);
  const left = el("div.viewer-picture", {}, stage.node, createTools(ctx, viewing));
  const head = el("div.viewer-head", {}, createFilters(ctx, viewing), createInstanceTurns(ctx, viewing, turns));
  const right = el("div.viewer-side", {}, head, createFindings(ctx, viewing));
  const body = el("div.viewer-body", {}, left, right);
  panel.append(createBar(ctx, viewing, turns, fullScreen, createModels(ctx, viewing)), body);
  watch(signal, () => {
    // Nothing to draw, and nothing that may still come: the list alone.
    const isBare = !viewing.extent.value && !ctx.state.thumbnails.value.some(({ row }) => row.length > 0);
    left.hidden = isBare;
    panel.classList.toggle("bare", isBare);
  });
  const node = el("dialog.viewer", DIALOG, panel);
  lens.append(node);
  // Only then: in a frame of another origin the browser complains of what would take the focus as the page opens.
  panel.autofocus = true;
  modal(node, panel, ctx, saved, { opened: stage.measure, closed: fullScreen.leave });
  const flipLabels = () => {
    viewing.isLabelled.value = !viewing.isLabelled.value;
  };
  const tools: readonly Omit<Tool, "sign">[] = [
    ...turns.instances,
    ...turns.images,
    ...zoomTools(viewing),
    markTool(ctx, viewing),
    { words: "Name every box", keys: ["l"], run: flipLabels },
    { words: "Full screen", keys: ["f"], run: fullScreen.toggle },
  ];
  // The arrows of a slider are its own.
  const when = () => !focused(node)?.matches("input");
  keys.add(
    tools.map(
      ({ words, keys: own, run }): KeyBinding => ({ words, keys: own, run, when, within: node, place: "Large view" }),
    ),
    signal,
  );
  keys.add(modelKeys(ctx, viewing, node), signal);
  head.after(createJudging(ctx, viewing, node));
}
