/** A few queries written as the rules read, over the vectors' JSON: nothing of the engine. */

import { rates, type Tallies } from "../../src/engine/counts";
import type { Sort } from "../../src/engine/order";
import type { Polygon } from "../../src/engine/polygon";
import type { Asked } from "./asked";
import type { Vector } from "./vectors";

export interface Outcome {
  readonly image: number;
  readonly actual: number;
  readonly predicted: number;
  readonly count: number;
}

export function holding({ outcomes }: Vector, confidence: number): Outcome[] {
  return outcomes.image
    .map((image, i) => ({
      image,
      actual: outcomes.actual[i] ?? -1,
      predicted: outcomes.predicted[i] ?? -1,
      count: outcomes.count[i] ?? 0,
      first: outcomes.first[i] ?? 0,
      last: outcomes.last[i] ?? 0,
    }))
    .filter(({ first, last }) => first <= confidence && confidence <= last);
}

/** Does the image pass every filter but lasso and cells? */
export function passes({ images }: Vector, asked: Asked, row: number): boolean {
  const ascii = (text: string) =>
    [...text.normalize("NFC")]
      .map((letter) => (letter <= "Z" && letter >= "A" ? letter.toLowerCase() : letter))
      .join("");
  return (
    (asked.split === "all" || images.split[row] === asked.split) &&
    (asked.clusters.length === 0 || asked.clusters.includes(images.cluster[row] ?? -2)) &&
    ascii(images.name[row] ?? "").includes(ascii(asked.query)) &&
    (asked.picked.length === 0 || asked.picked.includes(row))
  );
}

export function visibleRows(vector: Vector, asked: Asked): number[] {
  const behind = holding(vector, asked.confidence).filter(({ actual, predicted }) =>
    asked.cells.some(([a, p]) => a === actual && p === predicted),
  );
  return vector.images.name
    .map((_, row) => row)
    .filter((row) => passes(vector, asked, row))
    .filter((row) => asked.cells.length === 0 || behind.some(({ image }) => image === row));
}

export function matrix(vector: Vector, asked: Asked): number[] {
  const classes = vector.header.classes.length;
  const cells: number[] = new Array(classes * classes).fill(0);
  for (const { image, actual, predicted, count } of holding(vector, asked.confidence)) {
    const cell = actual * classes + predicted;
    if (passes(vector, asked, image)) cells[cell] = (cells[cell] ?? 0) + count;
  }
  return cells;
}

/** [TP, FP, FN] of a list of outcomes. */
export function tally({ header }: Vector, outcomes: readonly Outcome[]): [number, number, number] {
  const { background, mixups } = header;
  const total: [number, number, number] = [0, 0, 0];
  for (const { actual, predicted, count } of outcomes) {
    if (actual === predicted) {
      if (actual !== background) total[0] += count;
    } else if (actual === background) total[1] += count;
    else if (predicted === background) total[2] += count;
    else {
      if (mixups === "both" || mixups === "fp") total[1] += count;
      if (mixups === "both" || mixups === "fn") total[2] += count;
    }
  }
  return total;
}

/** The even-odd rule, edge by edge. */
export function isInside(x: number, y: number, polygon: Polygon): boolean {
  let odd = false;
  polygon.forEach(([xi, yi], i) => {
    const [xj, yj] = polygon.at(i - 1) ?? [0, 0];
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) odd = !odd;
  });
  return odd;
}

/** Rows in gallery order, by the sorting that the language brings. */
export function ordered(vector: Vector, rows: readonly number[], sort: Sort, tallies: Tallies): number[] {
  const bytes = (row: number) => [...new TextEncoder().encode(vector.images.name[row])];
  const errors = (row: number) => [-((tallies.fp[row] ?? 0) + (tallies.fn[row] ?? 0))];
  const keys: Record<Sort, (row: number) => readonly number[]> = {
    // Without a baseline, what is about two models is by most errors.
    ...{ errors, regressed: errors, fixed: errors },
    f1: (row) => {
      const { f1 } = rates(tallies, row);
      return [Number.isNaN(f1) ? 2 : f1];
    },
    name: (row) => [...bytes(row), -1],
  };
  const key = keys[sort];
  return [...rows].sort((a, b) => {
    const [first, second] = [key(a), key(b)];
    const place = first.findIndex((part, i) => part !== second[i]);
    return place < 0 ? a - b : (first[place] ?? 0) - (second[place] ?? 0);
  });
}
