/** What a session says of two models: the answers of the golden vectors, by way of the signals that views read. */

import { describe, expect, it } from "vitest";
import { differenceOf } from "../../src/engine/compared";
import { TRANSITIONS } from "../../src/engine/transitions";
import { type AnswerOfTwo, type AskedOfTwo, askOfTwo, namesOfTwo, readTwo, sessionOfTwo } from "./two";

describe.each(namesOfTwo())("a session over %s", (name) => {
  const vector = readTwo(name);
  const session = sessionOfTwo(vector);
  const { state, derived, actions } = session;

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
