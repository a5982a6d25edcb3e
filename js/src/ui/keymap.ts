/** Listens for the keys of one display, and keeps the focus where they act. */

import { on } from "./dom";
import { deepFocused, focused, hasFocus } from "./focus";

type Run = (event: KeyboardEvent) => unknown;

/**
 * Run what `find` says a key means, until `signal` aborts. Keys act only while the focus is inside `root`; what is
 * handled goes no further, everything else is left to the page. Fields that take text keep all of theirs.
 */
export function listenToKeys(
  root: ShadowRoot,
  find: (event: KeyboardEvent, focus: Element) => Run | undefined,
  signal: AbortSignal,
): void {
  const press = (event: Event) => {
    if (!(event instanceof KeyboardEvent)) return;
    // A view that listens itself has handled it: the page around must not do so again.
    if (event.defaultPrevented) return event.stopPropagation();
    const focus = event.target as Element;
    const run = event.isComposing || takesText(focus) ? undefined : find(event, focus);
    if (!run) return;
    event.preventDefault();
    event.stopPropagation();
    run(event);
  };
  root.addEventListener("keydown", press, { signal });
}

const TEXTLESS = new Set(["button", "checkbox", "color", "file", "image", "radio", "range", "reset", "submit"]);

/** Is it a field whose keys write, or choose by letters? */
export function takesText(node: Element): boolean {
  if (node instanceof HTMLInputElement) return !TEXTLESS.has(node.type);
  const isField = node instanceof HTMLTextAreaElement || node instanceof HTMLSelectElement;
  return isField || (node instanceof HTMLElement && node.isContentEditable);
}

/**
 * A press of the pointer anywhere in `node` moves the focus there, so that keys act on what one sees; what can take
 * the focus itself still gets it, a moment later. Where a key or a click hides what had the focus, `node` takes it.
 */
export function holdFocus(node: HTMLElement, signal: AbortSignal): void {
  const take = () => node.focus({ preventScroll: true });
  const mend = () => deepFocused() === document.body && take();
  // The browser moves the focus away from what is hidden while it draws the next frame.
  const watch = () => hasFocus(node) && requestAnimationFrame(() => setTimeout(mend));
  node.tabIndex = -1;
  on(node, "pointerdown", () => focused(node) ?? take(), signal, { capture: true });
  on(node, "keydown", watch, signal, { capture: true });
  on(node, "click", watch, signal, { capture: true });
}
