/** Suspects: their words, as Python says them, and how few columns come to be those of all objects. */

import { expect, it } from "vitest";
import { NONE, objectsOf } from "../../src/data/tables";
import { reasonOf } from "../../src/engine/suspects";
import { wireColumn } from "./blocks";
import { headerOf, readReasons, readVector } from "./vectors";

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
