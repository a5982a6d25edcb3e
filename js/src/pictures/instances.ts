/** The instances of one image: what was there, what was predicted, and where. */

import { NONE, type Objects, type Outcomes } from "../data/tables";
import { type CellKind, cellKind } from "../engine/cells";
import { at } from "../engine/counts";
import type { Header } from "../engine/header";
import { KINDS, type Kind, kindsOf } from "../engine/kinds";
import type { Extent } from "./boxes";

/** Left, top, width and height in pixels of the original. */
export interface Box {
  /** Row of Objects. */
  readonly object: number;
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
  /** 0..1; NaN: none. */
  readonly score: number;
}

/** One outcome with its boxes. */
export interface Instance {
  /** Row of Outcomes. */
  readonly row: number;
  readonly kind: CellKind;
  readonly actual: number;
  readonly predicted: number;
  readonly count: number;
  /** What kind of error it is. */
  readonly error: Kind;
  /** NaN: unknown. Of what is poorly placed or one too many, that with the object it lies on. */
  readonly iou: number;
  /** Confidence of the prediction, 0..1; NaN: none. */
  readonly score: number;
  readonly truth: Box | undefined;
  readonly prediction: Box | undefined;
}

/** The last box does not touch the edge of a picture whose size nobody tells. */
const MARGIN = 1.03;

/** What lies on an object without being matched to it. */
const NEAR: ReadonlySet<Kind> = new Set<Kind>(["localisation", "both", "duplicate"]);

const RANK: Readonly<Record<CellKind, number>> = { mixup: 0, falsePositive: 1, missed: 2, correct: 3, nothing: 3 };

/** The instances behind outcome rows: errors first, then by falling score. */
export function instancesOf(outcomes: Outcomes, rows: readonly number[], objects: Objects, header: Header): Instance[] {
  const kindOf = kindsOf(outcomes, header);
  return rows
    .map((i): Instance => {
      const [actual, predicted] = [at(outcomes.actual, i), at(outcomes.predicted, i)];
      const prediction = boxOf(objects, outcomes.prediction[i]);
      const error = KINDS[kindOf(i)] ?? "unknown";
      const near = NEAR.has(error) ? (objects.near[prediction?.object ?? NONE] ?? 0) : 0;
      return {
        row: i,
        kind: cellKind(actual, predicted, header.background),
        actual,
        predicted,
        count: at(outcomes.count, i),
        error,
        iou: near > 0 ? near / 100 : (outcomes.iou[i] ?? Number.NaN),
        truth: boxOf(objects, outcomes.truth[i]),
        prediction,
        score: prediction?.score ?? outcomes.score[i] ?? Number.NaN,
      };
    })
    .sort((a, b) => RANK[a.kind] - RANK[b.kind] || scoreOf(b) - scoreOf(a) || b.count - a.count);
}

function scoreOf({ score }: Instance): number {
  return Number.isNaN(score) ? -1 : score;
}

/** The box of a row of Objects; undefined: there is none, or nobody knows where. */
export function boxOf(objects: Objects, row: number | undefined): Box | undefined {
  if (row === undefined || row === NONE || objects.x[row] === undefined) return undefined;
  const [x, y, w, h] = [objects.x, objects.y, objects.w, objects.h].map((column) => column[row] ?? Number.NaN);
  if (x === undefined || y === undefined || w === undefined || h === undefined) return undefined;
  if (!Number.isFinite(x + y + w + h)) return undefined;
  return { object: row, x, y, w, h, score: objects.score[row] ?? Number.NaN };
}

/** The boxes that an instance has, its truth first. */
export function boxesOf({ truth, prediction }: Pick<Instance, "truth" | "prediction">): Box[] {
  return [truth, prediction].filter((box) => box !== undefined);
}

/** The least size of a picture that holds all of these, where nothing tells its size; undefined without boxes. */
export function extentOf(instances: readonly Instance[]): Extent | undefined {
  const boxes = instances.flatMap(boxesOf);
  if (boxes.length === 0) return undefined;
  const end = (ends: readonly number[]) => Math.max(...ends, 1) * MARGIN;
  return { width: end(boxes.map(({ x, w }) => x + w)), height: end(boxes.map(({ y, h }) => y + h)) };
}
