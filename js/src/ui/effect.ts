/** Signals and sizes, bound to the lifetime of one display. */

import { effect, untracked } from "@preact/signals-core";

/** Run `end` when a lifetime ends. */
export function atEnd(signal: AbortSignal, end: () => void): void {
  signal.addEventListener("abort", end, { once: true });
}

/** Run `react` once, when so many frames have been painted, unless `signal` aborts before. */
export function afterPaints(frames: number, signal: AbortSignal, react: () => void): void {
  if (signal.aborted) return;
  if (frames === 0) react();
  else requestAnimationFrame(() => setTimeout(() => afterPaints(frames - 1, signal, react)));
}

/** Lifetimes within another, one after the other: each call ends the last one and begins the next. */
export function successive(signal: AbortSignal): () => AbortSignal {
  let current = new AbortController();
  atEnd(signal, () => current.abort());
  return () => {
    current.abort();
    current = new AbortController();
    return current.signal;
  };
}

/** Run `react` now and whenever a signal it read changes, until `signal` aborts. */
export function watch(signal: AbortSignal, react: () => void): void {
  if (signal.aborted) return;
  const dispose = effect(() => {
    react();
  });
  atEnd(signal, dispose);
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
  atEnd(signal, () => {
    observer.disconnect();
    cancelAnimationFrame(frame);
  });
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
  atEnd(signal, () => observer.disconnect());
}
