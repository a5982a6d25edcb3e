/** How far two models are apart, as Python says it; the rows by class from outcomes in any order. */

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type Outcomes, outcomesOf } from "../../src/data/tables";
import { apart, type Counted, heldByClass, heldInAll } from "../../src/engine/apart";
import { byImage } from "../../src/engine/byImage";
import { perImage } from "../../src/engine/counts";
import type { RateName } from "../../src/engine/intervals";
import { createState } from "../../src/state/state";
import { wireColumn } from "./blocks";

type Column = "image" | "actual" | "predicted" | "count" | "first" | "last";
type Ends = readonly (number | null)[];

interface Case {
  readonly classes: number;
  readonly images: number;
  readonly background: number | null;
  readonly mixups: readonly ["both", "both"];
  readonly confidence: readonly [number, number];
  readonly models: readonly [Record<Column, number[]>, Record<Column, number[]>];
  readonly apart: Readonly<Record<RateName, { readonly all: Ends; readonly by_class: readonly Ends[] }>>;
}

const FILE = new URL("../../../tests/vectors/comparisons/apart.json", import.meta.url);
const { cases } = JSON.parse(readFileSync(FILE, "utf8")) as { readonly cases: readonly Case[] };

const TYPES = {
  image: "uint32",
  actual: "uint16",
  predicted: "uint16",
  count: "float64",
  first: "uint8",
  last: "uint8",
} as const;

function outcomes(columns: Case["models"][0]): Outcomes {
  const names = Object.keys(TYPES) as Column[];
  return outcomesOf([Object.fromEntries(names.map((name) => [name, wireColumn(TYPES[name], columns[name])]))]);
}

test.each(cases)("two models over $images images are apart as Python says", (asked) => {
  const header = { ...createState().header.value, background: asked.background };
  const [baseline, shown] = asked.models.map((columns, model): Counted => {
    const table = outcomes(columns);
    const confidence = asked.confidence[model] ?? 0;
    const mixups = asked.mixups[model] ?? "both";
    return { outcomes: table, index: byImage(table, asked.images), confidence, header: { ...header, mixups } };
  }) as [Counted, Counted];
  const models = [baseline, shown] as const;
  const tallies = models.map((model) =>
    perImage(model.outcomes, model.confidence, asked.images, { ...header, ...model.header }),
  );
  const every = new Uint8Array(asked.images).fill(1);
  const whole = heldInAll(tallies as unknown as Parameters<typeof heldInAll>[0], every);
  const rows = heldByClass(models, every, asked.classes);
  for (const rate of ["precision", "recall", "f1"] as const) {
    expect(apart(whole, rate).map(ends)).toEqual([asked.apart[rate].all]);
    expect(apart(rows, rate, asked.classes).map(ends)).toEqual(asked.apart[rate].by_class);
  }
});

test("images outside the mask are not counted", () => {
  const [asked] = cases as [Case];
  const table = outcomes(asked.models[0]);
  const header = { background: asked.background, mixups: "both" } as const;
  const model: Counted = { outcomes: table, index: byImage(table, asked.images), confidence: 40, header };
  const only = new Uint8Array(asked.images);
  const images = () => apart(heldByClass([model, model], only, asked.classes), "f1", asked.classes).map(ends);
  expect(images()).toEqual(Array(asked.classes).fill([null, null, null, 0]));
  only.fill(1, 0, 2);
  expect(Math.max(...images().map(([, , , holding]) => holding ?? 0))).toBeLessThanOrEqual(2);
  // A model is not apart from itself.
  expect(images().every(([delta]) => !delta)).toBe(true);
});

function ends({ delta, low, high, images }: { delta: number; low: number; high: number; images: number }): Ends {
  return [delta, low, high, images].map((value) => (Number.isNaN(value) ? null : value));
}
