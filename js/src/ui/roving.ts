/** Many buttons as one tab stop, within which the arrows move. */

import { on, set } from "./dom";
import { moveAmong } from "./keys";

/** Returns what is to be called when the buttons in `node` have changed; `first` is the stop until one had the focus. */
export function roving(node: HTMLElement, signal: AbortSignal, first = "button"): () => void {
  const all = () => [...node.querySelectorAll("button")];
  const stopAt = (stop: Element | null | undefined) => {
    for (const own of all()) set(own, { tabindex: own === stop ? 0 : -1 });
  };
  on(node, "keydown", (event) => moveAmong(node, event), signal);
  on(node, "focusin", ({ target }) => stopAt(target as Element), signal);
  return () => {
    const stops = all().filter(({ tabIndex }) => tabIndex === 0);
    // One of those that were there may have the focus; new ones are stops each.
    stopAt(stops.length === 1 ? stops[0] : (node.querySelector(":focus") ?? node.querySelector(first)));
  };
}
