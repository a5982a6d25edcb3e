/**
 * What a step of the threshold costs: over one model, and over the difference of two; benchmarks/bench_two.py bundles
 * this and runs it.
 */

import { Masks } from "../../src/data/masks";
import { Strings } from "../../src/data/strings";
import { type Images, NONE, type Objects, type Outcomes } from "../../src/data/tables";
import type { Header } from "../../src/data/wire";
import { changesOf } from "../../src/engine/change";
import { differenceOf } from "../../src/engine/compared";
import * as counts from "../../src/engine/counts";
import { ordered } from "../../src/engine/order";
import { everyone, inSplit } from "../../src/engine/scope";
import { matrixSteps, tallySteps } from "../../src/engine/stepping";
import { byClassAndTransition, toldOf } from "../../src/engine/transitions";
import type { Side, Two } from "../../src/engine/two";

const CLASSES = 80;
const TRUTHS = 6;
const FALSE = 8;

/** Seeded, so that every run counts the same. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return state / 4294967296;
  };
}

function header(): Header {
  const classes = Array.from({ length: CLASSES + 1 }, (_, i) => `class ${i}`);
  const own = { classes, background: CLASSES, order: [...classes.keys()], mixups: "both", unit: "instances" };
  return own as unknown as Header;
}

/** As a detector leaves it: each truth found up to a score and missed above, and false positives of low scores. */
function sideOf(images: number, seed: number, confidence: number): Side {
  const random = generator(seed);
  const rows: number[][] = [];
  const sides: number[][] = [];
  const truths = images * TRUTHS;
  for (let truth = 0; truth < truths; truth++) sides.push([Math.floor(truth / TRUTHS), 0]);
  for (let image = 0; image < images; image++) {
    for (let i = 0; i < TRUTHS; i++) {
      const actual = (7 * image + i) % CLASSES;
      const last = random() < 0.1 ? -1 : Math.floor(101 * random() ** 0.4);
      const predicted = random() < 0.9 ? actual : Math.floor(CLASSES * random());
      if (last >= 0) rows.push([image, actual, predicted, 0, last, image * TRUTHS + i, sides.push([image, 1]) - 1]);
      if (last < 100) rows.push([image, actual, CLASSES, last + 1, 100, image * TRUTHS + i, NONE]);
    }
    for (let i = 0; i < FALSE; i++) {
      const last = Math.floor(101 * random() ** 3);
      rows.push([image, CLASSES, Math.floor(CLASSES * random()), 0, last, NONE, sides.push([image, 1]) - 1]);
    }
  }
  const column = <Of>(from: { from(rows: readonly number[][], of: (row: number[]) => number): Of }, place: number) =>
    from.from(rows, (row) => row[place] ?? 0);
  const outcomes = {
    size: rows.length,
    image: column(Uint32Array, 0),
    actual: column(Uint8Array, 1),
    predicted: column(Uint8Array, 2),
    count: new Uint8Array(rows.length).fill(1),
    first: column(Uint8Array, 3),
    last: column(Uint8Array, 4),
    truth: column(Uint32Array, 5),
    prediction: column(Uint32Array, 6),
  } as unknown as Outcomes;
  // Each false positive's twin is the one at its place, where there is one.
  const twin = Uint32Array.from(sides, ([, kind], row) => (kind && random() < 0.7 ? row : NONE));
  const objects = { size: sides.length, twin, side: Uint8Array.from(sides, ([, kind]) => kind ?? 0) };
  return {
    ...{ name: String(seed), header: header(), outcomes, confidence },
    objects: objects as unknown as Objects,
    masks: new Masks([]),
  };
}

function imagesOf(size: number): Images {
  const none = new Uint8Array(0);
  const split = new Uint8Array(size).fill(2);
  const names = Strings.of([]);
  return { size, id: names, name: names, split, x: none, y: none, cluster: none, alike: none, attributes: [] };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
}

/** Milliseconds of a step: of one model, of the difference, and of the difference with its transitions counted. */
function measured(size: number, repeats: number): Record<"one" | "difference" | "transitions" | "outcomes", number> {
  const images = imagesOf(size);
  const sides = [sideOf(size, 1, 40), sideOf(size, 2, 40)] as const;
  const mask = inSplit(images, "test");
  const rows = Uint32Array.from(mask.keys());
  const classes = CLASSES + 1;
  const one = ({ outcomes, header: own }: Side, percent: number) => {
    const matrix = counts.matrix(outcomes, mask, percent, classes);
    const tallies = counts.perImage(outcomes, percent, size, own);
    return { matrix, tallies };
  };
  const [{ outcomes, header: own }] = sides;
  const ofBaseline = { matrix: matrixSteps(outcomes, mask, classes), tallies: tallySteps(outcomes, size, own) };
  const steps = {
    one(percent: number) {
      const { matrix, tallies } = one(sides[1], percent);
      everyone(mask, rows, matrix);
      ordered({ mask, rows }, "errors", images.name, tallies);
    },
    difference(percent: number) {
      const before = { matrix: ofBaseline.matrix(percent), tallies: ofBaseline.tallies(percent) };
      const after = one(sides[1], percent);
      everyone(mask, rows, after.matrix);
      differenceOf(before.matrix, after.matrix);
      changesOf(before.tallies, after.tallies);
      ordered({ mask, rows }, "regressed", images.name, after.tallies, before.tallies);
    },
    transitions(percent: number) {
      steps.difference(percent);
      const [baseline, shown] = sides.map((side) => ({ ...side, confidence: percent })) as [Side, Side];
      const two: Two = { split: "test", images, baseline, shown };
      byClassAndTransition(two, toldOf(two), { baseline: undefined, shown: undefined });
    },
  };
  const timed = (act: (percent: number) => void) =>
    median(
      Array.from({ length: repeats }, (_, i) => {
        const start = performance.now();
        act(20 + (i % 60));
        return performance.now() - start;
      }),
    );
  for (const act of Object.values(steps)) timed(act);
  return {
    ...{ one: timed(steps.one), difference: timed(steps.difference), transitions: timed(steps.transitions) },
    outcomes: sides[0].outcomes.size + sides[1].outcomes.size,
  };
}

Object.assign(globalThis, { measured });
