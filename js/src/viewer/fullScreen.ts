/** The large view over the whole screen, or the whole window where the page may not have the screen. */

import { type ReadonlySignal, signal as state } from "@preact/signals-core";
import { on } from "../ui/dom";
import { atEnd, watch } from "../ui/effect";

export interface FullScreen {
  readonly isFull: ReadonlySignal<boolean>;
  toggle(): void;
  leave(): void;
}

/** `panel` has the class "full" while it is. */
export function createFullScreen(panel: HTMLElement, signal: AbortSignal): FullScreen {
  const isFull = state(false);
  const has = () => (panel.getRootNode() as ShadowRoot | Document).fullscreenElement === panel;
  const leave = () => {
    if (has()) document.exitFullscreen().catch(() => undefined);
    isFull.value = false;
  };
  const enter = () => {
    isFull.value = true;
    // A frame without the permission refuses, and Safari on a telephone knows no such thing: the window has to do.
    panel.requestFullscreen?.().catch(() => undefined);
  };
  let had = false;
  const follow = () => {
    if (had && !has()) isFull.value = false;
    had = has();
  };
  on(panel, "fullscreenchange", follow, signal);
  watch(signal, () => panel.classList.toggle("full", isFull.value));
  atEnd(signal, leave);
  return { isFull, leave, toggle: () => (isFull.peek() ? leave() : enter()) };
}
