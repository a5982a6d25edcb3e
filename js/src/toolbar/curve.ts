/** The arithmetic of the threshold line. */

import { clamped } from "../engine/numbers";

/** The percent under a pointer. */
export function percentAt(slider: HTMLElement, { clientX }: MouseEvent): number {
  const box = (slider.querySelector(".curves") ?? slider).getBoundingClientRect();
  return Math.round(clamped((clientX - box.left) / box.width, 0, 1) * 100);
}

const REACH = 2;

/** The nearest stored threshold within reach of the pointer, else the percent itself. */
export function snapped(percent: number, thresholds: readonly number[]): number {
  const within = thresholds.filter((stored) => Math.abs(stored - percent) <= REACH);
  within.sort((a, b) => Math.abs(a - percent) - Math.abs(b - percent));
  return within[0] ?? percent;
}

const STEPS: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowDown: -1,
  ArrowRight: 1,
  ArrowUp: 1,
  PageDown: -10,
  PageUp: 10,
  Home: -100,
  End: 100,
};

/** Where a key takes the threshold; undefined: the key means something else. */
export function stepped(key: string, percent: number): number | undefined {
  const step = STEPS[key];
  return step === undefined ? undefined : clamped(percent + step, 0, 100);
}
