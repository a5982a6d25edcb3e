/** What holds of any two models: steps count as a whole count does, and roles turned around turn the words around. */

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CHANGES, changesOf } from "../../src/engine/change";
import { hasGone, visibleInCells, visibleOfTwo } from "../../src/engine/compared";
import * as counts from "../../src/engine/counts";
import { matrixSteps, tallySteps } from "../../src/engine/stepping";
import { byClassAndTransition, TRANSITIONS, toldOf } from "../../src/engine/transitions";
import type { Two } from "../../src/engine/two";
import { STEADY, vectors } from "./generated";
import { namesOfTwo, readTwo, twoOf } from "./two";
import { headerOf, vectorOutcomes } from "./vectors";

const percent = fc.integer({ min: 0, max: 100 });
const percents = fc.array(percent, { minLength: 1, maxLength: 12 });

describe("steps of a threshold", () => {
  it("come to what is counted anew, wherever they lead", () => {
    fc.assert(
      fc.property(vectors, percents, (vector, asked) => {
        const [outcomes, header] = [vectorOutcomes(vector), headerOf(vector)];
        const [images, classes] = [vector.images.name.length, header.classes.length];
        const mask = Uint8Array.from({ length: images }, (_, row) => (row % 3 ? 1 : 0));
        const [matrixAt, talliesAt] = [matrixSteps(outcomes, mask, classes), tallySteps(outcomes, images, header)];
        const kept: [Float64Array, Float64Array][] = [];
        for (const at of asked) {
          kept.push([matrixAt(at), matrixAt(at).slice()]);
          expect([...matrixAt(at)]).toEqual([...counts.matrix(outcomes, mask, at, classes)]);
          const whole = counts.perImage(outcomes, at, images, header);
          for (const name of ["tp", "fp", "fn"] as const) expect([...talliesAt(at)[name]]).toEqual([...whole[name]]);
        }
        // What was answered before is not written to.
        for (const [answer, copy] of kept) expect(answer).toEqual(copy);
      }),
      STEADY,
    );
  });
});

const TURNED: Readonly<Record<string, string>> = { fixed: "broken", broken: "fixed", new: "gone", gone: "new" };

describe.each(namesOfTwo())("two models of %s, at any thresholds", (name) => {
  const vector = readTwo(name);
  const asked = vector.queries[0]?.asked;
  if (!asked) throw new Error("A vector without a query.");
  const two = fc
    .tuple(percent, percent)
    .map(([first, last]): Two => twoOf(vector, { ...asked, confidence: last, baseline_confidence: first }));
  const everyone = (one: Two) => new Uint8Array(one.images.size).fill(1);

  it("turn the words around with their roles", () => {
    fc.assert(
      fc.property(two, (one) => {
        const told = toldOf(one);
        const turned = toldOf({ ...one, shown: one.baseline, baseline: one.shown });
        for (const [side, other] of [[told.shown, turned.baseline] as const, [told.baseline, turned.shown] as const]) {
          const words = [...side.code].map((code) => TRANSITIONS[code] ?? "");
          expect(words.map((word) => TURNED[word] ?? word)).toEqual(
            [...other.code].map((code) => TRANSITIONS[code] ?? ""),
          );
        }
        const tallies = (side: Two["shown"]) =>
          counts.perImage(side.outcomes, side.confidence, one.images.size, side.header);
        const [before, after] = [tallies(one.baseline), tallies(one.shown)];
        const back = {
          fixed: "regressed",
          regressed: "fixed",
          better: "worse",
          worse: "better",
          same: "same",
        } as const;
        const word = (code: number) => CHANGES[code] ?? "same";
        const found = [...changesOf(before, after)].map((code) => back[word(code)]);
        expect([...changesOf(after, before)].map(word)).toEqual(found);
      }),
      { ...STEADY, numRuns: 60 },
    );
  });

  it("list as many instances as their transitions count, each truth once", () => {
    fc.assert(
      fc.property(two, (one) => {
        const told = toldOf(one);
        const passing = { mask: everyone(one), baseline: undefined, shown: undefined };
        const { outcomes } = visibleOfTwo(one, told, passing, hasGone(false, [], []));
        const isHeld = (side: "baseline" | "shown") => counts.holdingAt(one[side].outcomes, one[side].confidence);
        const isCounted = { baseline: isHeld("baseline"), shown: isHeld("shown") };
        const counted = byClassAndTransition(one, told, isCounted).reduce((sum, count) => sum + count, 0);
        const { size } = one.shown.outcomes;
        const known = outcomes.filter((row) => row >= size || (told.shown.code[row] ?? 255) < 255);
        const amount = (row: number) => one.shown.outcomes.count[row] ?? one.baseline.outcomes.count[row - size] ?? 0;
        expect(known.reduce((sum, row) => sum + amount(row), 0)).toBe(counted);
        expect(new Set(outcomes).size).toBe(outcomes.length);
      }),
      { ...STEADY, numRuns: 60 },
    );
  });

  it("list of a cell only images in which its count differs", () => {
    fc.assert(
      fc.property(two, fc.nat(3), fc.nat(3), (one, actual, predicted) => {
        const passing = { mask: everyone(one), baseline: undefined, shown: undefined };
        const { rows } = visibleInCells(one, toldOf(one), passing, [[actual, predicted]]);
        const inCell = (side: "baseline" | "shown", image: number) => {
          const { outcomes, confidence } = one[side];
          const only = Uint8Array.from({ length: one.images.size }, (_, row) => (row === image ? 1 : 0));
          return counts.matrix(outcomes, only, confidence, 4)[4 * actual + predicted];
        };
        const expected = [...everyone(one).keys()].filter((row) => inCell("baseline", row) !== inCell("shown", row));
        expect([...rows]).toEqual(expected);
      }),
      { ...STEADY, numRuns: 60 },
    );
  });
});
