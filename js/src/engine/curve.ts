/** A curve of rates over the confidence threshold, as views draw it. */

import { type Rates, rates, type Tallies } from "./counts";
import type { RateName } from "./intervals";
import { range } from "./numbers";
import { peak } from "./peak";

/** P, R and F1 at a threshold; `isKnown` false: no report is loaded there. */
export interface CurvePoint extends Rates {
  readonly percent: number;
  readonly isKnown: boolean;
}

/** A curve and where each of its rates is best. */
export interface Curve {
  /** One a percent, 0 to 100. */
  readonly points: readonly CurvePoint[];
  readonly best: Readonly<Record<RateName, number | undefined>>;
}

/** The curve in the rows from `start` on; `known` are the thresholds that it is known at, ascending. */
export function curveIn(tallies: Tallies, known: readonly number[], start = 0): Curve {
  const isKnown = new Set(known);
  const bestOf = (name: RateName) => peak(tallies, name, known, start);
  return {
    points: range(0, 100).map((percent) => ({
      percent,
      isKnown: isKnown.has(percent),
      ...rates(tallies, start + percent),
    })),
    best: { precision: bestOf("precision"), recall: bestOf("recall"), f1: bestOf("f1") },
  };
}

/** [percent, share] of points that are known and not 0/0, split where neighbours are missing. */
export function runs(points: readonly CurvePoint[], name: RateName): [percent: number, share: number][][] {
  const found: [number, number][][] = [];
  let last = -2;
  for (const point of points) {
    if (!point.isKnown || Number.isNaN(point[name])) continue;
    if (point.percent !== last + 1) found.push([]);
    found.at(-1)?.push([point.percent, point[name]]);
    last = point.percent;
  }
  return found;
}

/** Places for labels that would stand at `wanted`, ascending or not: at least `gap` apart, from `least` to `most`. */
export function spread(wanted: readonly number[], gap: number, least: number, most: number): number[] {
  const order = wanted.map((_, i) => i).sort((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0));
  const places = [...wanted];
  let free = least;
  for (const i of order) {
    places[i] = Math.max(free, wanted[i] ?? 0);
    free = (places[i] ?? 0) + gap;
  }
  let limit = most;
  for (const i of order.reverse()) {
    places[i] = Math.min(limit, places[i] ?? 0);
    limit = (places[i] ?? 0) - gap;
  }
  return places;
}
