/** Where the focus is, and how it survives a change of the nodes around it. */

import { type Child, fill } from "./dom";

/** The focused element of the document or shadow root that holds `node`. */
export function focused(node: Node): HTMLElement | undefined {
  const { activeElement } = node.getRootNode() as ShadowRoot | Document;
  return activeElement instanceof HTMLElement ? activeElement : undefined;
}

/** Is the focus inside? */
export function hasFocus(node: Node): boolean {
  return node.contains(focused(node) ?? null);
}

/** Replace all children; moving the focused one would take its focus away, so it gets it back. */
export function refill(node: Element, children: readonly Child[]): void {
  const before = focused(node);
  fill(node, children);
  if (before && before !== focused(node) && node.contains(before)) before.focus({ preventScroll: true });
}

/** The focused element, however many shadow roots deep. */
export function deepFocused(): Element | undefined {
  let found = document.activeElement;
  while (found?.shadowRoot?.activeElement) found = found.shadowRoot.activeElement;
  return found ?? undefined;
}
