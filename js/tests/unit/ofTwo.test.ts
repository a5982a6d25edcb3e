/** What a session says of two models: the answers of the golden vectors, by way of the signals that views read. */

import { describe, expect, it } from "vitest";
import { objectsOf, outcomesOf } from "../../src/data/tables";
import { differenceOf } from "../../src/engine/compared";
import { TRANSITIONS } from "../../src/engine/transitions";
import type { Session } from "../../src/state/session";
import { isInCube } from "../../src/state/source";
import { cubeOf } from "./cubes";
import { type AnswerOfTwo, type AskedOfTwo, askOfTwo, namesOfTwo, readTwo, sessionOfTwo } from "./two";

/** Give every model its cube; `isComing`: in place of its rows. */
function fold({ state }: Session, isComing = false): void {
  state.parts.value = state.parts.value.map((part) => ({
    ...part,
    cube: cubeOf(part.outcomes, state.images.value),
    ...(isComing && {
      header: { ...part.header, rows: "coming" as const },
      outcomes: outcomesOf([]),
      objects: objectsOf([]),
    }),
  }));
}

const WAYS = namesOfTwo().flatMap((name) => [
  { name, hasCube: false },
  { name, hasCube: true },
]);

describe.each(WAYS)("a session over $name, with cubes: $hasCube", ({ name, hasCube }) => {
  const vector = readTwo(name);
  const session = sessionOfTwo(vector);
  const { state, derived, actions } = session;
  if (hasCube) fold(session);

  function answered(check: (answer: AnswerOfTwo, words: string, asked: AskedOfTwo) => void) {
    for (const { asked, answer } of vector.queries) {
      askOfTwo(session, asked);
      check(answer, JSON.stringify(asked), asked);
    }
  }

  it("counts transitions by class", () => {
    answered(({ transitions }, words) => {
      const found = [...(derived.transitions.value ?? []).entries()].flatMap(([place, count]) =>
        count ? [[Math.floor(place / TRANSITIONS.length), place % TRANSITIONS.length, count]] : [],
      );
      expect(found, words).toEqual(transitions);
    });
  });

  it("counts the baseline's matrix beside that on show, while the difference is", () => {
    answered(({ baseline, shown, difference }, words) => {
      expect([...derived.matrix.value], words).toEqual(shown.flat());
      const before = derived.matrixBefore.value;
      expect(before === null, words).toBe(!state.compared.value);
      if (!before) return;
      expect([...before], words).toEqual(baseline.flat());
      expect([...differenceOf(before, derived.matrix.value)], words).toEqual(difference.flat());
    });
  });

  it("says how the errors of each image changed", () => {
    answered(({ change }, words) => expect([...(derived.change.value ?? [])], words).toEqual(change));
  });

  it("lists the images in each order", () => {
    answered(({ rows }, words) => {
      for (const sort of ["errors", "regressed", "fixed"] as const) {
        actions.setView({ sort });
        expect([...derived.rows.value], `${sort} of ${words}`).toEqual(rows[sort]);
      }
    });
  });

  it("lists the instances of both, where there are any to list", () => {
    actions.setView({ face: "instances", instance_sort: "score" });
    answered(({ instance_rows: expected }, words) => {
      const isListed = derived.hasInstances.value;
      expect(isListed).toBe(state.header.value.unit === "images" || state.objects.value.size > 0);
      expect([...derived.instanceRows.value], words).toEqual(isListed ? expected : []);
    });
  });
});

it.each(namesOfTwo())(
  "counts the difference of %s while rows are on their way, and says nothing of what they tell",
  (name) => {
    const vector = readTwo(name);
    const session = sessionOfTwo(vector);
    const { state, derived } = session;
    fold(session, true);
    for (const { asked, answer } of vector.queries) {
      askOfTwo(session, asked);
      expect([derived.change.value, derived.told.value, derived.transitions.value]).toEqual([
        undefined,
        undefined,
        undefined,
      ]);
      expect([...derived.rows.value, ...derived.pageInstances.value]).toEqual([]);
      if (!isInCube(state)) continue;
      expect([...derived.matrix.value], JSON.stringify(asked)).toEqual(answer.shown.flat());
      const before = derived.matrixBefore.value;
      if (before) expect([...before], JSON.stringify(asked)).toEqual(answer.baseline.flat());
    }
  },
);
