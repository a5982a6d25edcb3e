/** A line between two parts that hands and arrow keys move. */

import { el, on, set } from "./dom";
import { watch } from "./effect";
import { isCtrl } from "./keys";

export interface SeparatorSettings {
  /** What is sized, such as "Width of the matrix". */
  readonly label: string;
  readonly orientation: "vertical" | "horizontal";
  /** The least and the most, as shares of the whole. */
  readonly range: readonly [least: number, most: number];
  /** The share that holds now; read in an effect. */
  readonly share: () => number;
  /** The share that a place in the window stands for. */
  readonly shareAt: (event: PointerEvent) => number;
  /** Undefined: as it was before anybody moved it. */
  readonly move: (share: number | undefined) => void;
  readonly signal: AbortSignal;
}

const STEP = 0.02;

/** Arrows move it by a fiftieth, Home and End to its ends, Enter and a double click back to where it was at first. */
export function separator(settings: SeparatorSettings): HTMLElement {
  const { label, orientation, range, share, shareAt, move, signal } = settings;
  const [least, most] = range;
  const node = el("div.separator", {
    role: "separator",
    tabindex: 0,
    title: "Drag to resize, double-click for the usual size",
    "aria-label": label,
    "aria-orientation": orientation,
    "aria-valuemin": percent(least),
    "aria-valuemax": percent(most),
  });
  const to = (wanted: number) => move(Math.min(most, Math.max(least, Math.round(wanted * 1000) / 1000)));
  const press = (event: KeyboardEvent) => {
    const [less, more] = orientation === "vertical" ? ["ArrowLeft", "ArrowRight"] : ["ArrowDown", "ArrowUp"];
    const keys: Readonly<Record<string, () => void>> = {
      [less as string]: () => to(share() - STEP),
      [more as string]: () => to(share() + STEP),
      Home: () => to(least),
      End: () => to(most),
      Enter: () => move(undefined),
    };
    const run = keys[event.key];
    if (!run || isCtrl(event) || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    run();
  };
  const down = (event: PointerEvent) => {
    if (event.button !== 0) return;
    event.preventDefault();
    node.focus({ preventScroll: true });
    node.setPointerCapture(event.pointerId);
  };
  watch(signal, () => set(node, { "aria-valuenow": percent(share()) }));
  on(node, "pointerdown", down, signal);
  on(node, "pointermove", (event) => node.hasPointerCapture(event.pointerId) && to(shareAt(event)), signal);
  on(node, "dblclick", () => move(undefined), signal);
  on(node, "keydown", press, signal);
  return node;
}

function percent(share: number): number {
  return Math.round(100 * share);
}
