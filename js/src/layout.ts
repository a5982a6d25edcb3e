/** Puts the views side by side, or says in one sentence why there is nothing to see. */

import { computed, untracked } from "@preact/signals-core";
import { ALL } from "./data/tables";
import { SCHEMA_VERSION } from "./data/wire";
import { mount as mountGallery } from "./gallery/gallery";
import { mountKeys } from "./keys";
import { mount as mountMatrix } from "./matrix/matrix";
import { mount as mountPanels } from "./panels/panels";
import { arrange } from "./panes";
import { mount as mountScatter } from "./scatter/scatter";
import { createKeys } from "./state/keys";
import type { Context, Session } from "./state/session";
import { mount as mountToolbar } from "./toolbar/toolbar";
import { button, el, fill, on, set, setText } from "./ui/dom";
import { afterPaints, atEnd, measured, watch, whenIdle } from "./ui/effect";
import { copy } from "./ui/files";
import { mount as mountViewer } from "./viewer/viewer";

/** Images from which on the gallery comes a little later. */
const MANY = 20_000;

/** Draw a session in a shadow root, which has the styles, until `signal` aborts. `data-theme` on the host chooses the theme. */
export function mountLens(root: ShadowRoot, session: Session, signal: AbortSignal): void {
  const ctx: Context = { ...session, keys: createKeys(), signal };
  const toolbar = el("section.toolbar", { "aria-label": "What is shown" });
  const matrix = el("section.matrix", { "aria-label": "Where it goes wrong" });
  const scatter = el("section.scatter", { "aria-label": "Where the images lie" });
  const panels = el("section.panels", { "aria-label": "Numbers behind the views" });
  const gallery = el("section.gallery", { "aria-label": "Images shown" });
  const views = el("div.views");
  const lens = el("div.lens", { role: "region" }, toolbar, instead(ctx), views);
  root.append(lens);
  mountKeys(root, lens, ctx);
  // First whether there are one or two columns, while there is little to lay out; then all that is in them.
  measured(() => arrange(views, { matrix, gallery, map: scatter, panels }, ctx));
  const isLarge = session.state.images.peek().size > MANY;
  measured(() => {
    mountToolbar(toolbar, ctx);
    mountMatrix(matrix, ctx);
    mountScatter(scatter, ctx);
    mountPanels(panels, ctx);
    // To put many images in order takes the longest: sizes, numbers and map are painted first.
    afterPaints(isLarge ? 2 : 0, signal, () => mountGallery(gallery, ctx));
  });
  mountWhenOpened(lens, ctx);
  watch(signal, () => {
    set(lens, { "aria-label": `EvalLens: ${session.state.header.value.title || "evaluation"}` });
  });
  watch(signal, () => {
    views.hidden = session.derived.splitSize.value === 0 || isNewer(session);
  });
  atEnd(signal, () => root.replaceChildren());
}

/** The large view is made when somebody opens an image, or when there is nothing else to do. */
function mountWhenOpened(lens: HTMLElement, ctx: Context): void {
  const { open } = ctx.state;
  const saved = open.peek();
  let isMade = false;
  const make = () => {
    if (!isMade) mountViewer(lens, ctx, saved);
    isMade = true;
  };
  whenIdle(ctx.signal, make);
  watch(ctx.signal, () => open.value !== saved && untracked(make));
}

/** Was the evaluation sent by a Python that this page may misread? */
function isNewer({ state }: Session): boolean {
  return state.header.value.version > SCHEMA_VERSION;
}

const UPDATE = "pip install --upgrade evallens";
const DEMO = "import evallens\n\nevallens.Lens(evallens.demo())";

interface Notice {
  readonly kind: "loading" | "error" | "empty";
  readonly text: string;
  readonly action: string;
  readonly run: () => unknown;
}

/** What stands in the place of the views: a skeleton while loading, else a sentence and one action. */
function instead(ctx: Context): HTMLElement {
  const { state, derived, actions, signal } = ctx;
  const text = el("p");
  const action = button({ class: "action" });
  const box = el("div.instead");
  const notice = computed((): Notice | undefined => {
    if (isNewer(ctx)) {
      const words = "A newer version of EvalLens sent this than the one that draws this page. Update it, then reload.";
      return { kind: "error", text: words, action: "Copy the command", run: () => copy(UPDATE) };
    }
    if (derived.splitSize.value > 0) return undefined;
    const { state: kind, message } = state.status.value;
    if (kind === "loading") return { kind, text: message, action: "", run: () => undefined };
    if (kind === "error") {
      return { kind, text: message, action: "Copy this message", run: () => copy(message) };
    }
    if (state.images.value.size > 0 || !state.isHere.value) {
      const run = () => actions.setSplit(ALL);
      return { kind: "empty", text: `No images in ${derived.shown.value.split}.`, action: "Show all splits", run };
    }
    const words = "This evaluation holds no images.";
    return { kind: "empty", text: words, action: "Copy the code that opens the demo", run: () => copy(DEMO) };
  });
  watch(signal, () => {
    const now = notice.value;
    box.hidden = now === undefined;
    if (!now) return;
    set(box, { "data-kind": now.kind });
    if (now.kind === "loading") return fill(box, skeleton());
    setText(text, now.text);
    setText(action, now.action);
    fill(box, [text, action]);
  });
  on(action, "click", () => notice.peek()?.run(), signal);
  return box;
}

function skeleton(): HTMLElement[] {
  const cards = Array.from({ length: 8 }, () => el("i"));
  return [el("div.shape"), el("div.shape"), el("div.shapes", {}, ...cards)];
}
