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

/** Run `react` once, when nothing is left to do, unless `signal` aborts before. */
export function whenIdle(signal: AbortSignal, react: () => void): void {
  const own = () => signal.aborted || react();
  // Safari has no such callback.
  if ("requestIdleCallback" in globalThis) requestIdleCallback(own, { timeout: 1000 });
  else setTimeout(own, 200);
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

type Size = readonly [width: number, height: number];

/** While `measured` runs: how the first sizes are asked for, and told. */
let firsts: { readonly node: Element; tell(size: Size): void }[] | undefined;

/**
 * Run `mount`. The sizes that it watches are read together when it has, and told before anything is painted: layout
 * is computed once, and what depends on a size does not come a frame later.
 */
export function measured(mount: () => void): void {
  const found: NonNullable<typeof firsts> = [];
  firsts = found;
  try {
    mount();
  } finally {
    firsts = undefined;
  }
  const sizes = found.map(({ node, tell }) => ({ tell, size: contentSize(node) }));
  for (const { tell, size } of sizes) if (size[0] > 0) tell(size);
}

/** As a ResizeObserver has it; 0 where an element is not drawn. */
function contentSize(node: Element): Size {
  const style = getComputedStyle(node);
  const px = (name: string) => Number.parseFloat(style.getPropertyValue(name)) || 0;
  const inner = (size: string, ...sides: readonly string[]) =>
    sides.reduce(
      (left, side) =>
        left - (style.boxSizing === "border-box" ? px(`padding-${side}`) + px(`border-${side}-width`) : 0),
      px(size),
    );
  return [inner("width", "left", "right"), inner("height", "top", "bottom")];
}

/** Run `react` with the content size of an element, soon or as `measured` says, and when it changes. */
export function watchSize(node: Element, signal: AbortSignal, react: (width: number, height: number) => void): void {
  let before = "";
  let frame = 0;
  const isNew = (size: Size) => before !== String(size);
  const tell = (size: Size) => {
    before = String(size);
    untracked(() => react(...size));
  };
  const observer = new ResizeObserver((entries) => {
    const box = entries.at(-1)?.contentRect;
    if (!box || !isNew([box.width, box.height])) return;
    const size: Size = [box.width, box.height];
    before = String(size);
    cancelAnimationFrame(frame);
    // Not at once: one view's answer changes another's size, which browsers report as an error.
    frame = requestAnimationFrame(() => tell(size));
  });
  firsts?.push({ node, tell });
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
