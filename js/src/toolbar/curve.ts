/** The arithmetic of the threshold line. */

import type { RateName } from "../engine/intervals";
import { clamped } from "../engine/numbers";
import type { CurvePoint } from "../state/derived";

/** [percent, share] of points that are known and not 0/0, split where neighbours are missing. */
export function runs(curve: readonly CurvePoint[], name: RateName): [percent: number, share: number][][] {
  const found: [number, number][][] = [];
  let last = -2;
  for (const point of curve) {
    if (!point.isKnown || Number.isNaN(point[name])) continue;
    if (point.percent !== last + 1) found.push([]);
    found.at(-1)?.push([point.percent, point[name]]);
    last = point.percent;
  }
  return found;
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
