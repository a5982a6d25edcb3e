/** Going back and forth: whatever was done, and by whomever. */

import { batch } from "@preact/signals-core";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Header } from "../../src/data/wire";
import { signalOf } from "../../src/state/selection";
import type { Session } from "../../src/state/session";
import { sessionOver } from "./asked";
import { put } from "./put";
import { readVector } from "./vectors";

function begun(header: Partial<Header> = {}): Session {
  const session = sessionOver(readVector("facets/ranges"), { header });
  session.history.begin();
  return session;
}

/** What a user chose, but for the page. */
function chosen({ state }: Session): string {
  const facets = state.registry.map(({ name }) => [name, signalOf(state, name).value]);
  return JSON.stringify([state.split.value, state.confidence.value, facets, state.view.value, state.marks.value]);
}

function all(step: () => void, isLeft: { readonly value: boolean }): number {
  let steps = 0;
  for (; isLeft.value; steps++) step();
  return steps;
}

type Act = (session: Session) => void;

const cell = fc.tuple(fc.nat(3), fc.nat(3));
const acts: fc.Arbitrary<Act> = fc.oneof(
  fc.constantFrom("test", "train", "all").map(
    (split): Act =>
      ({ actions }) =>
        actions.setSplit(split),
  ),
  fc.nat(100).map(
    (percent): Act =>
      ({ actions }) =>
        actions.setConfidence(percent),
  ),
  fc.array(cell, { maxLength: 3 }).map(
    (cells): Act =>
      ({ actions }) =>
        actions.select("cells", cells, "toggle"),
  ),
  fc.array(fc.nat(13)).map(
    (rows): Act =>
      ({ actions }) =>
        actions.select("picked", rows, "add"),
  ),
  fc.string({ maxLength: 3 }).map(
    (text): Act =>
      ({ actions }) =>
        actions.set("query", text),
  ),
  fc.double({ min: 0, max: 1, noNaN: true }).map(
    (low): Act =>
      ({ actions }) => {
        actions.set("score", { range: [low, null] });
      },
  ),
  fc.array(fc.nat(13)).map(
    (rows): Act =>
      ({ actions }) =>
        actions.mark("images", rows),
  ),
  fc.array(fc.nat(40)).map(
    (rows): Act =>
      ({ actions }) =>
        actions.mark("instances", rows),
  ),
  fc.constantFrom("images", "instances").map(
    (face): Act =>
      ({ actions }) =>
        actions.showMarked(face as "images"),
  ),
  fc.constantFrom("errors", "f1", "name").map(
    (sort): Act =>
      ({ actions }) =>
        actions.setView({ sort: sort as "f1" }),
  ),
  fc.nat(3).map(
    (page): Act =>
      ({ actions }) =>
        actions.setPage(page),
  ),
  fc.constant<Act>(({ actions }) => actions.reset()),
  fc.constant<Act>(({ actions }) => void actions.clearLatest()),
  // Python writes several at once.
  fc.nat(100).map(
    (percent): Act =>
      ({ state }) => {
        batch(() => {
          state.confidence.value = percent;
          state.facets.clusters.value = [percent % 2];
          state.page.value = 1;
        });
      },
  ),
  fc.constant<Act>(({ history }) => history.undo()),
  fc.constant<Act>(({ history }) => history.redo()),
);

test("whatever was done, undoing all of it gives the first state, and redoing all of it the last", () => {
  fc.assert(
    fc.property(fc.array(acts, { maxLength: 30 }), (done) => {
      const session = begun();
      const [first, { history }] = [chosen(session), session];
      for (const act of done) act(session);
      const forward = all(history.redo, history.canRedo);
      const last = chosen(session);
      const back = all(history.undo, history.canUndo);
      expect(chosen(session)).toBe(first);
      expect(all(history.redo, history.canRedo)).toBe(back);
      expect(chosen(session)).toBe(last);
      expect(forward).toBeLessThanOrEqual(done.length);
    }),
  );
});

test("each change is a step, the page is none, and a new one forgets what was undone", () => {
  const { state, actions, history } = begun();
  state.pageSize.value = 2;
  actions.setSplit("all");
  actions.setPage(3);
  actions.select("cells", [[0, 1]], "replace");
  expect(state.page.value).toBe(1);
  history.undo();
  expect([state.page.value, state.facets.cells.value]).toEqual([3, []]);
  actions.setPage(2);
  history.redo();
  history.undo();
  expect(state.page.value).toBe(2);
  actions.setConfidence(55);
  expect(history.canRedo.value).toBe(false);
  history.undo();
  history.undo();
  expect(history.canUndo.value).toBe(false);
});

test("100 steps can be taken back", () => {
  const { state, actions, history } = begun();
  for (let percent = 101; percent > 0; percent--) actions.setConfidence(percent - 1);
  for (let percent = 0; percent <= 100; percent++) actions.setConfidence(percent);
  expect(all(history.undo, history.canUndo)).toBe(100);
  expect(state.confidence.value).toBe(0);
});

test("a drag is one step, also at the end of what is remembered, and none where it comes back", () => {
  const { state, actions, history } = begun();
  for (let percent = 0; percent < 100; percent++) actions.setConfidence(percent);
  const release = history.hold();
  for (const percent of [50, 51, 52, 53]) actions.setConfidence(percent);
  release();
  history.undo();
  expect(state.confidence.value).toBe(99);
  const again = history.hold();
  for (const percent of [50, 51, 99]) actions.setConfidence(percent);
  again();
  history.undo();
  expect(state.confidence.value).toBe(98);
});

test("a threshold that is superseded or cannot be had is no step", () => {
  const { state, actions, history } = begun({ coverage: { test: [[20, 40]] } });
  actions.setConfidence(30);
  actions.setConfidence(60);
  actions.setConfidence(61);
  // Python gives up, and returns to what is shown.
  state.confidence.value = 30;
  history.undo();
  expect(state.confidence.value).toBe(20);
  expect(history.canUndo.value).toBe(false);
});

test("a threshold that has to be fetched is asked for again", () => {
  const { state, actions, history } = begun({ coverage: { test: [[20, 40]] } });
  actions.setConfidence(60);
  put(state, {
    header: {
      ...state.header.value,
      coverage: {
        test: [
          [20, 40],
          [60, 60],
        ],
      },
    },
  });
  actions.setConfidence(30);
  history.undo();
  expect(state.confidence.value).toBe(60);
  history.undo();
  expect(state.confidence.value).toBe(20);
});

test("a name that is typed is one step, and the next one another", () => {
  const { state, actions, history } = begun();
  for (const text of ["s", "st", "str", "", "f", "fi"]) actions.set("query", text);
  const seen: string[] = [];
  for (; history.canUndo.value; history.undo()) seen.push(state.facets.query.value);
  expect(seen).toEqual(["fi", "", "str"]);
});

test("Escape takes the latest filter away, whoever set it", () => {
  const { state, actions } = begun();
  actions.set("query", "street");
  actions.select("clusters", [0], "replace");
  state.facets.cells.value = [[0, 1]];
  actions.set("query", "streets");
  const left = () =>
    state.registry.map(({ name }) => name).filter((name) => JSON.stringify(signalOf(state, name).value).length > 2);
  const order: string[][] = [];
  while (actions.clearLatest()) order.push(left().filter((name) => ["cells", "clusters", "query"].includes(name)));
  expect(order).toEqual([["cells", "clusters"], ["clusters"], []]);
});
