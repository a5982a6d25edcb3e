/** Listens for the keys of one display, and keeps the focus where they act. */

import { on } from "./dom";
import { focused } from "./focus";

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
 * the focus itself still gets it, a moment later.
 */
export function takeFocusOnPress(node: HTMLElement, signal: AbortSignal): void {
  node.tabIndex = -1;
  on(node, "pointerdown", () => focused(node) ?? node.focus({ preventScroll: true }), signal, { capture: true });
}
