/** Two models against the golden vectors: what Python answers by brute force, the browser answers to the last digit. */

import { describe, expect, it } from "vitest";
import { joinedTables } from "../../src/data/joined";
import { changesOf } from "../../src/engine/change";
import { differenceOf, hasGone, visibleInCells, visibleOfTwo } from "../../src/engine/compared";
import * as counts from "../../src/engine/counts";
import { FACETS } from "../../src/engine/facets";
import { type Choice, type ImageFacet, isSet, type OutcomeFacet } from "../../src/engine/facets/facet";
import { score } from "../../src/engine/facets/score";
import { orderedInstances } from "../../src/engine/instanceOrder";
import type { Mask } from "../../src/engine/mask";
import { ordered } from "../../src/engine/order";
import * as scope from "../../src/engine/scope";
import { byClassAndTransition, TRANSITIONS, toldOf } from "../../src/engine/transitions";
import { type AnswerOfTwo, type AskedOfTwo, namesOfTwo, readTwo, twoOf } from "./two";

/** Everything about a question that a state would keep. */
function questionOf(vector: ReturnType<typeof readTwo>, asked: AskedOfTwo) {
  const two = twoOf(vector, asked);
  const told = toldOf(two);
  const values: Readonly<Record<string, unknown>> = { ...asked, ...asked.where };
  const choices = FACETS.map((facet) => ({ facet, value: values[facet.name] })).filter(({ value }) => isSet(value));
  const ofImages = choices.filter(({ facet }) => facet.group === "images") as unknown as Choice<ImageFacet>[];
  const ofOutcomes = choices.filter(({ facet }) => facet.group !== "images") as unknown as Choice<OutcomeFacet>[];
  const testBut = (name: "baseline" | "shown", ...left: string[]) =>
    scope.rowTest(
      ofOutcomes.filter(({ facet }) => !left.includes(facet.name)),
      { ...two[name], images: two.images, told: told[name], isBaseline: name === "baseline" },
    );
  const tallies = (name: "baseline" | "shown") => {
    const { header, outcomes, objects, confidence } = two[name];
    const sizes = ofOutcomes.filter(({ facet }) => facet.group === "size");
    const rated = scope.passingOutcomes(outcomes, scope.rowTest(sizes, { ...two[name], images: two.images, objects }));
    return counts.perImage(rated, confidence, two.images.size, header);
  };
  const both = { before: tallies("baseline"), after: tallies("shown") };
  const change = changesOf(both.before, both.after);
  const mask = scope.passingImages(two.images, scope.inSplit(two.images, asked.split), ofImages, change);
  const passing = (...left: string[]) => ({
    mask,
    baseline: testBut("baseline", ...left),
    shown: testBut("shown", ...left),
  });
  const isAnySet = ofOutcomes.some(({ facet }) => facet.group === "outcomes");
  return { two, told, change, mask, passing, isAnySet, isNarrowed: ofOutcomes.length > 0, ...both };
}

function visibleOf(question: ReturnType<typeof questionOf>, { cells, compared, transition }: AskedOfTwo) {
  const { two, told, mask, passing, isAnySet, isNarrowed } = question;
  if (compared && cells.length > 0) return visibleInCells(two, told, passing("cells"), cells);
  const found = visibleOfTwo(two, told, passing(), hasGone(isAnySet, cells, transition));
  const rows = Uint32Array.from([...mask.entries()].flatMap(([row, isIn]) => (isIn ? [row] : [])));
  return isNarrowed ? found : { ...found, mask, rows };
}

describe.each(namesOfTwo())("%s", (name) => {
  const vector = readTwo(name);

  function answered(check: (question: ReturnType<typeof questionOf>, answer: AnswerOfTwo, asked: AskedOfTwo) => void) {
    for (const { asked, answer } of vector.queries) check(questionOf(vector, asked), answer, asked);
  }

  it("counts both matrices and their difference", () => {
    answered(({ two, passing, mask }, answer, asked) => {
      const matrixOf = (side: "baseline" | "shown", images: Mask) => {
        const { outcomes, confidence, header } = two[side];
        const counted = scope.passingOutcomes(outcomes, passing("cells")[side]);
        return counts.matrix(counted, images, confidence, header.classes.length);
      };
      const [before, after] = [matrixOf("baseline", mask), matrixOf("shown", mask)];
      const words = JSON.stringify(asked);
      expect([...before], words).toEqual(answer.baseline.flat());
      expect([...after], words).toEqual(answer.shown.flat());
      expect([...differenceOf(before, after)], words).toEqual(answer.difference.flat());
    });
  });

  it("says what became of every outcome and image", () => {
    answered(({ told, change }, answer, asked) => {
      expect([...change], JSON.stringify(asked)).toEqual(answer.change);
      for (const [side, expected] of [
        [told.baseline, answer.codes[0]] as const,
        [told.shown, answer.codes[1]] as const,
      ]) {
        const known = [...side.code.entries()].filter(([, code]) => code !== 255);
        expect(known, JSON.stringify(asked)).toEqual(expected);
      }
    });
  });

  it("counts transitions by class", () => {
    answered(({ two, told, mask, passing }, answer, asked) => {
      const tests = passing("transition");
      const isCounted = (side: "baseline" | "shown") => {
        const { outcomes, confidence } = two[side];
        const [isHeld, test] = [counts.holdingAt(outcomes, confidence), tests[side]];
        return (row: number) => isHeld(row) && mask[outcomes.image[row] ?? 0] === 1 && (test?.(row) ?? true);
      };
      const counted = byClassAndTransition(two, told, { baseline: isCounted("baseline"), shown: isCounted("shown") });
      const found = [...counted.entries()].flatMap(([place, count]) =>
        count ? [[Math.floor(place / TRANSITIONS.length), place % TRANSITIONS.length, count]] : [],
      );
      expect(found, JSON.stringify(asked)).toEqual(answer.transitions);
    });
  });

  it("lists images and instances of both in gallery order", () => {
    answered((question, answer, asked) => {
      const { two, before, after } = question;
      const visible = visibleOf(question, asked);
      for (const sort of ["errors", "regressed", "fixed"] as const) {
        const rows = ordered(visible, sort, two.images.name, after, before);
        expect([...rows], `${sort} of ${JSON.stringify(asked)}`).toEqual(answer.rows[sort]);
      }
      const tables = joinedTables(two.shown, two.baseline, two.images);
      const measure = score.measure(tables);
      expect([...orderedInstances(visible.outcomes, measure)], JSON.stringify(asked)).toEqual(answer.instance_rows);
    });
  });
});
