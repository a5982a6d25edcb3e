/** Going back, and forth again. */

import type { Context } from "../state/session";
import { button, on, set } from "../ui/dom";
import { watch } from "../ui/effect";

/** Undo, and Redo while there is something to redo. */
export function undoButtons({ history, signal }: Context): readonly HTMLElement[] {
  const undo = button({ class: "quiet", title: "Undo (Ctrl+Z)" }, "Undo");
  const redo = button({ class: "quiet", title: "Redo (Ctrl+Shift+Z)" }, "Redo");
  watch(signal, () => {
    // Not `disabled`: the button that took the last step back would lose the focus.
    set(undo, { "aria-disabled": !history.canUndo.value });
    redo.hidden = !history.canRedo.value;
  });
  const forth = () => {
    history.redo();
    if (redo.hidden) undo.focus();
  };
  on(undo, "click", history.undo, signal);
  on(redo, "click", forth, signal);
  return [undo, redo];
}
