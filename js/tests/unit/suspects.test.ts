/** Suspects: their words, as Python says them, and how few columns come to be those of all objects. */

import fc from "fast-check";
import { expect, it } from "vitest";
import { NONE, objectsOf } from "../../src/data/tables";
import { PERCENTS } from "../../src/engine/counts";
import { suspects } from "../../src/engine/facets/suspects";
import { reasonOf, SUSPECTS, type Suspect, suspectCurves, weightOf } from "../../src/engine/suspects";
import { sessionOver } from "./asked";
import { wireColumn } from "./blocks";
import { STEADY } from "./generated";
import { headerOf, readReasons, readVector, type Vector } from "./vectors";

const same = ["x", "y", "w", "h"].map((name) => [name, wireColumn("float32", [1, 1, 1])] as const);
const plainObjects = {
  image: wireColumn("uint32", [0, 0, 0]),
  side: wireColumn("uint8", [0, 1, 1]),
  label: wireColumn("uint16", [0, 0, 1]),
  ...Object.fromEntries(same),
};

it("says why in the words that Python has", () => {
  const { classes, cases } = readReasons();
  for (const { reason, tb, label, other, suspect, score, weight, overlap } of cases) {
    const header = { ...headerOf(readVector("one-class")), classes, tb };
    const objects = objectsOf([
      {
        ...plainObjects,
        label: wireColumn("uint16", [label, other, 0]),
        score: wireColumn("float32", [score ?? Number.NaN, Number.NaN, Number.NaN]),
        "suspect.row": wireColumn("uint32", [0]),
        "suspect.suspect": wireColumn("uint8", [suspect]),
        "suspect.weight": wireColumn("float32", [weight]),
        "suspect.against": wireColumn("uint32", [1]),
        "suspect.overlap": wireColumn("float32", [overlap]),
      },
    ]);
    expect(reasonOf(objects, 0, header)).toBe(reason);
  }
});

it("spreads the few suspects over all objects, and is empty where there are none", () => {
  expect(objectsOf([plainObjects]).suspect.length).toBe(0);
  const { suspect, weight, against, overlap } = objectsOf([
    {
      ...plainObjects,
      "suspect.row": wireColumn("uint32", [1]),
      "suspect.suspect": wireColumn("uint8", [3]),
      "suspect.weight": wireColumn("float32", [0.5]),
      "suspect.against": wireColumn("uint32", [0]),
      "suspect.overlap": wireColumn("float32", [0.25]),
    },
  ]);
  expect([...suspect]).toEqual([0, 3, 0]);
  expect([...weight]).toEqual([Number.NaN, 0.5, Number.NaN]);
  expect([...against]).toEqual([NONE, 0, NONE]);
  expect([...overlap]).toEqual([Number.NaN, 0.25, Number.NaN]);
});

const COUNT = 6;
const object = fc.record({ suspect: fc.nat(5), weight: fc.constantFrom(0, 0.25, 0.5, 1) });
const outcome = fc.record({
  truth: fc.option(fc.nat(COUNT - 1)),
  prediction: fc.option(fc.nat(COUNT - 1)),
  ends: fc.tuple(fc.nat(100), fc.nat(100)),
});
const scenes = fc.record({
  objects: fc.array(object, { minLength: COUNT, maxLength: COUNT }),
  outcomes: fc.array(outcome, { maxLength: 12 }),
});

it("keeps, counts and weighs outcomes as a look at each of their objects does", () => {
  fc.assert(
    fc.property(scenes, fc.nat(100), fc.nat(4), ({ objects, outcomes }, percent, chosen) => {
      const size = outcomes.length;
      const first = outcomes.map(({ ends }) => Math.min(...ends));
      const last = outcomes.map(({ ends }) => Math.max(...ends));
      const blank = new Array(size).fill(0);
      const vector: Vector = {
        ...readVector("one-class"),
        outcomes: {
          ...{ image: blank, actual: blank, predicted: blank, count: new Array(size).fill(1), first, last },
          truth: outcomes.map(({ truth }) => truth),
          prediction: outcomes.map(({ prediction }) => prediction),
        },
        objects: {
          ...{ image: [0, 0, 0, 0, 0, 0], side: [0, 0, 0, 1, 1, 1], label: [0, 0, 0, 0, 0, 0] },
          ...{ x: objects.map(() => 0), y: objects.map(() => 0), w: objects.map(() => 1), h: objects.map(() => 1) },
          ...{ score: objects.map(() => null), area: objects.map(() => 1) },
          suspect: objects.map(({ suspect }) => suspect),
          weight: objects.map(({ weight, suspect }) => (suspect ? weight : null)),
        },
      };
      const { state } = sessionOver(vector);
      const tables = { header: state.header.value, images: state.images.value, outcomes: state.outcomes.value };
      const held = { ...tables, objects: state.objects.value };
      const name = SUSPECTS[chosen + 1] as Suspect;
      const [passes, weigh, curves] = [suspects.test([name], held), weightOf(held), suspectCurves(held, () => true)];
      const own = outcomes.map(({ truth, prediction }) =>
        [truth, prediction].flatMap((row) => (row === null ? [] : [objects[row]])).filter((one) => one?.suspect),
      );
      const isKind = (row: number) => (own[row] ?? []).some((one) => one?.suspect === chosen + 1);
      const counted = own.flatMap((ones, row) =>
        (first[row] ?? 0) <= percent && percent <= (last[row] ?? 0)
          ? ones.filter((one) => one?.suspect === chosen + 1)
          : [],
      );
      expect(curves[PERCENTS * (chosen + 1) + percent]).toBe(counted.length);
      for (const [row, ones] of own.entries()) {
        expect(passes(row)).toBe(isKind(row));
        expect(weigh(row)).toBe(ones.length > 0 ? Math.max(...ones.map((one) => one?.weight ?? 0)) : Number.NaN);
      }
    }),
    STEADY,
  );
});
