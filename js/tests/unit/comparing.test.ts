/** Turning from one of two models to the other: what changes places, and what Undo brings back. */

import { beforeEach, describe, expect, it } from "vitest";
import { covers } from "../../src/engine/header";
import type { Session } from "../../src/state/session";
import { put } from "./put";
import { namesOfTwo, readTwo, sessionOfTwo } from "./two";

const NAMES = ["v1", "v2"];

let session: Session;
beforeEach(() => {
  session = sessionOfTwo(readTwo("detections"));
  session.history.begin();
});

function asked() {
  const { model, baseline, confidence, baselineConfidence, compared } = session.state;
  return [model, baseline, confidence, baselineConfidence, compared].map(({ value }) => value);
}

describe("the model on show", () => {
  it.each(namesOfTwo())("is what everything counts, in %s", (name) => {
    const own = sessionOfTwo(readTwo(name));
    for (const shown of [...NAMES, "v1"]) {
      own.actions.setModel(shown);
      const part = own.state.parts.value.find((one) => one.name === shown);
      expect(own.state.shown.value.model).toBe(shown);
      expect(own.state.outcomes.value).toBe(part?.outcomes);
      expect(own.state.objects.value).toBe(part?.objects);
      expect(own.state.two.value?.shown.name).toBe(shown);
      expect(own.state.two.value?.baseline.name).toBe(shown === "v1" ? "v2" : "v1");
    }
  });

  it("changes places with the baseline, each with its threshold", () => {
    const { state, actions } = session;
    actions.setConfidence(55);
    state.baselineConfidence.value = 40;
    state.page.value = 3;
    actions.setModel("v1");
    expect(asked()).toEqual(["v1", "v2", 40, 55, false]);
    expect(state.page.value).toBe(1);
    actions.setModel("v1");
    expect(asked()).toEqual(["v1", "v2", 40, 55, false]);
    actions.compare();
    expect(asked()).toEqual(["v2", "v1", 55, 40, true]);
    actions.setModel("v2");
    expect(asked()).toEqual(["v2", "v1", 55, 40, false]);
  });

  it("turns the words of what changed around, so that the images stay", () => {
    const { state, actions, derived } = session;
    state.facets.change.value = ["regressed", "worse", "same"];
    state.facets.transition.value = ["broken", [0, 1], "alike"];
    const { rows } = derived.visible.value;
    actions.setModel("v1");
    expect(state.facets.change.value).toEqual(["fixed", "better", "same"]);
    expect(state.facets.transition.value).toEqual(["fixed", [1, 0], "alike"]);
    expect([...derived.visible.value.rows]).toEqual([...rows]);
    actions.setView({ sort: "regressed" });
    actions.setModel("v2");
    expect(state.view.value.sort).toBe("fixed");
  });

  it("is a step of Undo", () => {
    const { actions, history } = session;
    const before = asked();
    actions.setModel("v1");
    const after = asked();
    history.undo();
    expect(asked()).toEqual(before);
    history.redo();
    expect(asked()).toEqual(after);
  });

  it("stays until the other is there", () => {
    const { state, actions, derived } = session;
    actions.setModel("v1");
    put(state, { header: { ...state.header.value, coverage: {} } });
    actions.setModel("v2");
    const matrix = derived.matrix.value;
    actions.setModel("v1");
    expect(covers(state.parts.value[0]?.header ?? state.header.value, "all", 20)).toBe(false);
    expect([state.isWaiting.value, state.shown.value.model, state.two.value]).toEqual([true, "v2", null]);
    expect(derived.matrix.value).toBe(matrix);
    actions.returnToShown();
    expect(asked().slice(0, 2)).toEqual(["v2", "v1"]);
    expect(state.isWaiting.value).toBe(false);
  });
});

describe("marks and verdicts", () => {
  it("stay with the model they are of, but for truths that both have", () => {
    const { state, actions, history } = session;
    const { objects } = state;
    const truth = objects.value.side.indexOf(0);
    const prediction = objects.value.side.indexOf(1);
    const verdicts = { label: [truth], model: [prediction], label_times: [5], model_times: [7] };
    const marks = { images: [0], objects: [truth, prediction] };
    state.marks.value = marks;
    state.verdicts.value = verdicts;
    actions.setModel("v1");
    expect(state.marks.value).toEqual({ images: [0], objects: [truth] });
    expect(state.verdicts.value).toEqual({ label: [truth], model: [], label_times: [5], model_times: [] });
    expect(state.elsewhere.value).toEqual({
      ...{ marks: [prediction], label: [], model: [prediction], label_times: [], model_times: [7] },
    });
    actions.setModel("v2");
    expect([state.marks.value, state.verdicts.value]).toEqual([marks, verdicts]);
    history.undo();
    expect(state.elsewhere.value.marks).toEqual([prediction]);
  });
});
