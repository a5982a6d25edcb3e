/** Judging: what a verdict is on, who comes next, and how it is taken back. */

import fc from "fast-check";
import { expect, test } from "vitest";
import { NONE, objectsAt } from "../../src/data/tables";
import { at, PERCENTS } from "../../src/engine/counts";
import { SUSPECTS, type Suspect } from "../../src/engine/suspects";
import type { Session } from "../../src/state/session";
import { sessionOver } from "./asked";
import { STEADY } from "./generated";
import { readVector } from "./vectors";

const KINDS = SUSPECTS.slice(1) as readonly Suspect[];

/** Everything at 0 %, with suspects of these kinds on show, the weightiest first. */
function judging(kinds: readonly Suspect[] = KINDS): Session {
  const made = sessionOver(readVector("facets/suspects"));
  const { state, actions, history } = made;
  state.split.value = "all";
  state.confidence.value = 0;
  actions.suspect(kinds, "replace");
  history.begin();
  return made;
}

const rowsOf = ({ derived }: Session) => [...derived.instanceRows.value];
const suspectOf = ({ state }: Session, object: number) => at(state.objects.value.suspect, object);

test("suspects come as instances, the weightiest first; a kind that is replaced by itself goes", () => {
  const made = judging(["wrong label"]);
  const { state, derived, actions } = made;
  expect(state.view.value).toMatchObject({ face: "instances", instance_sort: "weight" });
  const weight = (row: number) =>
    Math.max(...objectsAt(state.outcomes.value, row).map((own) => state.objects.value.weight[own] || 0));
  const weights = rowsOf(made).map(weight);
  expect(weights).toEqual([...weights].sort((a, b) => b - a));
  expect(derived.isJudging.value).toBe(true);
  actions.setView({ face: "images", instance_sort: "score" });
  actions.suspect(["wrong label"], "replace");
  expect(state.facets.suspects.value).toEqual([]);
  expect(state.view.value).toMatchObject({ face: "images", instance_sort: "score" });
});

test("a verdict is on the suspect of a chosen kind, else on the prediction, else on the truth", () => {
  for (const kind of KINDS) {
    const made = judging([kind]);
    for (const row of rowsOf(made)) {
      const object = made.derived.accusedOf.value(row) ?? NONE;
      expect(SUSPECTS[suspectOf(made, object)]).toBe(kind);
    }
  }
  const made = judging();
  const { state, actions, derived } = made;
  actions.set("suspects", []);
  actions.set("kinds", ["class", "unknown", "missed"]);
  for (const row of rowsOf(made)) {
    const own = objectsAt(state.outcomes.value, row);
    const accused = derived.accusedOf.value(row);
    expect(accused).toBe(own.find((object) => suspectOf(made, object) > 0) ?? own[0]);
  }
});

test("the next one is the next that nobody has judged, from the end on the first, at last one's own", () => {
  const made = judging();
  const { actions, derived } = made;
  const rows = rowsOf(made);
  expect(rows.length).toBeGreaterThan(5);
  expect(actions.judge(rows[1] as number, "model")).toBe(2);
  expect(actions.judge(rows[0] as number, "label")).toBe(firstUnjudged(made, 1));
  const last = rows.length - 1;
  expect(actions.judge(rows[last] as number, "label")).toBe(firstUnjudged(made, 0));
  for (let place = firstUnjudged(made, 0); place >= 0; place = firstUnjudged(made, 0)) {
    const next = actions.judge(rows[place] as number, "model");
    if (firstUnjudged(made, 0) < 0) expect(next).toBe(place);
  }
  expect(derived.progress.value).toEqual({ judged: rows.length, of: rows.length });
});

function firstUnjudged(made: Session, from: number): number {
  return rowsOf(made).findIndex((row, i) => i >= from && made.derived.verdictOf.value(row) === undefined);
}

test("the same verdict again takes it back, the other one replaces it, on whichever object it was", () => {
  const made = judging();
  const { state, actions, derived } = made;
  const row = rowsOf(made).find((own) => objectsAt(state.outcomes.value, own).length === 2) as number;
  const [prediction, truth] = objectsAt(state.outcomes.value, row) as [number, number];
  state.verdicts.value = { ...state.verdicts.value, label: [truth], label_times: [5] };
  expect(derived.verdictOf.value(row)).toBe("label");
  actions.judge(row, "model");
  expect(derived.verdictOf.value(row)).toBe("model");
  const { label, model, model_times } = state.verdicts.value;
  expect([label, model]).toEqual([[], [derived.accusedOf.value(row)]]);
  expect([prediction, truth]).toContain(model[0]);
  expect(Math.abs(Date.now() / 1000 - (model_times[0] ?? 0))).toBeLessThan(60);
  const here = rowsOf(made).indexOf(row);
  expect(actions.judge(row, "model")).toBe(here);
  expect(state.verdicts.value.model).toEqual([]);
});

test("what is taken back is the last step, where that was a verdict", () => {
  const made = judging();
  const { state, actions, derived } = made;
  const rows = rowsOf(made);
  expect(actions.takeBack()).toBe(-1);
  actions.judge(rows[2] as number, "label");
  actions.judge(rows[4] as number, "model");
  expect(actions.takeBack()).toBe(4);
  expect(derived.verdictOf.value(rows[2] as number)).toBe("label");
  actions.setConfidence(1);
  expect(actions.takeBack()).toBe(-1);
  expect(state.confidence.value).toBe(1);
});

test("no more are judged than a file holds", () => {
  const made = judging();
  const { state, actions } = made;
  const [first, second] = rowsOf(made) as [number, number];
  const many = Array.from({ length: 10_000 }, (_, i) => 1_000 + i);
  state.verdicts.value = { label: many, label_times: many, model: [], model_times: [] };
  actions.judge(first, "model");
  actions.judge(second, "label");
  expect(state.verdicts.value.label).toHaveLength(10_000);
  expect(state.verdicts.value.model).toEqual([]);
});

test("whatever is judged, what is counted of it is what a look at each instance finds", () => {
  const said = fc.array(fc.tuple(fc.nat(80), fc.constantFrom("label" as const, "model" as const)), { maxLength: 20 });
  fc.assert(
    fc.property(said, fc.nat(100), (verdicts, percent) => {
      const made = judging();
      const { state, actions, derived } = made;
      const rows = rowsOf(made);
      for (const [place, verdict] of verdicts) actions.judge(rows[place % rows.length] as number, verdict);
      state.confidence.value = percent;
      const shown = rowsOf(made).filter((row) => derived.verdictOf.value(row));
      expect(derived.progress.value).toEqual({ judged: shown.length, of: rowsOf(made).length });
      const suspects = shown.flatMap((row) => objectsAt(state.outcomes.value, row).map((own) => suspectOf(made, own)));
      for (const [i, kind] of SUSPECTS.entries()) {
        const counted = derived.judgedSuspects.value[PERCENTS * i + percent];
        expect(counted, kind).toBe((kind && suspects.filter((own) => own === i).length) || 0);
      }
      const { label, model } = state.verdicts.value;
      expect([label, model]).toEqual([label, model].map((own) => [...own].sort((a, b) => a - b)));
    }),
    STEADY,
  );
});
