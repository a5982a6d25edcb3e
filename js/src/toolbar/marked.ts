/** "3 marked": how many images and instances are, and the way to see them alone. */

import type { Face } from "../state/faces";
import type { Context } from "../state/session";
import { button, el, on, set, setText } from "../ui/dom";
import { watch } from "../ui/effect";
import { markedText } from "./sentences";

/** A word for the images and one for the instances; each is hidden while none of them is marked. */
export function marked(ctx: Context): HTMLElement {
  const { state, signal } = ctx;
  const node = el("span.marked", {}, wordOf(ctx, "images"), wordOf(ctx, "instances"));
  watch(signal, () => {
    const { images, objects } = state.marks.value;
    node.hidden = images.length + objects.length === 0;
  });
  return node;
}

function wordOf({ state, derived, actions, signal }: Context, face: Face): HTMLElement {
  const node = button({ class: "quiet" });
  watch(signal, () => {
    const { images, objects } = state.marks.value;
    const rows = face === "images" ? images : Array.from(objects, (row) => state.objects.value.image[row] ?? -1);
    // Of rows that are not here nobody tells the split.
    const here = state.isHere.value ? rows.filter((row) => derived.inSplit.value[row]).length : rows.length;
    const unit = images.length > 0 && objects.length > 0 ? face : "";
    const isShown = state.facets[`marked_${face}`].value !== null;
    node.hidden = rows.length === 0;
    setText(node, markedText(rows.length, here, derived.shown.value.split, unit));
    set(node, { "aria-pressed": isShown, title: isShown ? "Show the others again" : `Show only the marked ${face}` });
  });
  on(node, "click", () => actions.showMarked(face), signal);
  return node;
}
