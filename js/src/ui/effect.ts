/** Signals and sizes, bound to the lifetime of one display. */

import { effect, untracked } from "@preact/signals-core";

/** Run `react` now and whenever a signal it read changes, until `signal` aborts. */
export function watch(signal: AbortSignal, react: () => void): void {
  if (signal.aborted) return;
  const dispose = effect(() => {
    react();
  });
  signal.addEventListener("abort", dispose, { once: true });
}

/** Run `react` with the content size of an element, now and when it changes. */
export function watchSize(node: Element, signal: AbortSignal, react: (width: number, height: number) => void): void {
  let before = "";
  let frame = 0;
  const observer = new ResizeObserver((entries) => {
    const box = entries.at(-1)?.contentRect;
    if (!box || before === `${box.width},${box.height}`) return;
    before = `${box.width},${box.height}`;
    cancelAnimationFrame(frame);
    // Not at once: one view's answer changes another's size, which browsers report as an error.
    frame = requestAnimationFrame(() => untracked(() => react(box.width, box.height)));
  });
  observer.observe(node);
  const end = () => {
    observer.disconnect();
    cancelAnimationFrame(frame);
  };
  signal.addEventListener("abort", end, { once: true });
}

/** Run `react` when the host turns from light to dark or back (not now). */
export function watchTheme(node: Node, signal: AbortSignal, react: () => void): void {
  const root = node.getRootNode();
  const observer = new MutationObserver(() => react());
  if (root instanceof ShadowRoot) {
    observer.observe(root.host, { attributes: true, attributeFilter: ["data-theme"] });
  }
  const media = matchMedia("(prefers-color-scheme: dark)");
  media.addEventListener("change", () => react(), { signal });
  signal.addEventListener("abort", () => observer.disconnect(), { once: true });
}
