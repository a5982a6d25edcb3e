/** The views as panes: beside each other or below each other, and how large each of them is. */

import { computed, signal } from "@preact/signals-core";
import { VIEW_DEFAULT, VIEW_RANGES } from "./data/wire";
import { cellEdge } from "./matrix/fit";
import type { Context } from "./state/session";
import { el, fill, on, set, style } from "./ui/dom";
import { watch, watchSize } from "./ui/effect";
import { hasFocus } from "./ui/focus";
import { separator } from "./ui/separator";

export interface Panes {
  readonly matrix: HTMLElement;
  readonly gallery: HTMLElement;
  readonly map: HTMLElement;
  readonly panels: HTMLElement;
}

/** The gallery stands beside the matrix from here on, however small the cells. */
const ALWAYS_BESIDE = 1000;
/** Never below: two cards and their words have no room left. */
const NEVER_BESIDE = 600;
/** Left and right of all views together, and of the line between two columns, with its room; both stand in layout.css. */
const MARGINS = 24;
const BETWEEN = 20;
/** What the right column's height is taken as, of the widget's width. */
const HIGH = 0.62;

/** In `node`: matrix and panels on the left, gallery and map on the right; or gallery, map and panels below the matrix. */
export function arrange(node: HTMLElement, panes: Panes, ctx: Context): void {
  const { state, derived, actions, signal: lifetime } = ctx;
  /** Of the widget. */
  const width = signal(0);
  const view = state.view;
  const widthHandle = separator({
    label: "Width of the matrix",
    orientation: "vertical",
    range: VIEW_RANGES.matrix_share,
    share: () => view.value.matrix_share,
    shareAt: ({ clientX }) => {
      const box = node.getBoundingClientRect();
      return (clientX - box.left) / box.width;
    },
    move: (share) => actions.setView({ matrix_share: share ?? VIEW_DEFAULT.matrix_share }),
    signal: lifetime,
  });
  const heightHandle = separator({
    label: "Height of the map",
    orientation: "horizontal",
    range: VIEW_RANGES.map_share,
    share: () => view.value.map_share,
    shareAt: ({ clientY }) => (panes.map.getBoundingClientRect().bottom - clientY) / (HIGH * width.peek()),
    move: (share) => actions.setView({ map_share: share ?? VIEW_DEFAULT.map_share }),
    signal: lifetime,
  });
  const answer = el("div.answer", {}, panes.gallery, heightHandle, panes.map);
  fill(node, [panes.matrix, widthHandle, answer, panes.panels]);
  const cellIn = computed(() => cellEdge(state.header.value, node));
  const isBeside = computed(() => standsBeside(width.value, cellIn.value));
  watchSize(node, lifetime, (now) => {
    width.value = now + MARGINS;
  });
  watch(lifetime, () => {
    const { matrix_share: share, map_share: high } = view.value;
    set(node, { "data-columns": isBeside.value ? 2 : 1 });
    style(node, { "--first": `${share}fr`, "--second": `${1 - share}fr`, "--map": `${HIGH * high}` });
    panes.map.hidden = !derived.hasPlaces.value;
    widthHandle.hidden = !isBeside.value;
    heightHandle.hidden = !isBeside.value || panes.map.hidden || !view.value.map;
  });
  holdStill(panes.panels, lifetime);
}

/**
 * Panels end where the gallery does: what is pressed in them must not move away when that becomes shorter. They keep
 * their height while the pointer or the focus is in them. A press moves the focus before it is a click, so what the
 * focus leaves may give way only when the press is over.
 */
function holdStill(panels: HTMLElement, lifetime: AbortSignal): void {
  let isOver = false;
  const hold = () => style(panels, { "min-height": `${panels.offsetHeight}px` });
  const release = () => style(panels, { "min-height": "" });
  // A finger is over them only while it presses; there, the focus holds.
  const cross = (event: PointerEvent) => {
    if (event.pointerType === "touch") return;
    isOver = event.type === "pointerenter";
    if (isOver) hold();
    else release();
  };
  const settle = () => isOver || hasFocus(panels) || release();
  on(panels, "pointerenter", cross, lifetime);
  on(panels, "pointerleave", cross, lifetime);
  on(panels, "focusin", hold, lifetime);
  for (const end of ["pointerup", "click", "keyup"]) {
    // The click follows the pointer's end at once: a task later, both are done.
    window.addEventListener(end, () => setTimeout(settle), { signal: lifetime, capture: true });
  }
}

/** Would the cells of a matrix beside the gallery be as large as those of one that has the whole width? */
function standsBeside(width: number, cellIn: (width: number) => number): boolean {
  if (width < NEVER_BESIDE) return false;
  const room = width - MARGINS;
  return width >= ALWAYS_BESIDE || cellIn((room - BETWEEN) * VIEW_DEFAULT.matrix_share) >= cellIn(room);
}
