/** What marking does, and what is on show afterwards. */

import { expect, test } from "vitest";
import type { Header } from "../../src/data/wire";
import { MAX_MARKS } from "../../src/data/wire";
import { sessionOver } from "./asked";
import { readVector } from "./vectors";

function session(header: Partial<Header> = {}) {
  const made = sessionOver(readVector("facets/ranges"), { header });
  made.state.split.value = "all";
  made.state.confidence.value = 0;
  return made;
}

test("an image is marked and unmarked, and several only unmarked where all of them are", () => {
  const { state, actions, derived } = session();
  actions.mark("images", [3]);
  actions.mark("images", [1, 3]);
  expect(state.marks.value).toEqual({ images: [1, 3], objects: [] });
  expect(derived.markedImages.value.has(1)).toBe(true);
  actions.mark("images", [3, 1]);
  expect(state.marks.value.images).toEqual([]);
});

test("an instance is marked by its prediction, else by its truth, and unmarked by either", () => {
  const { state, actions, derived } = session();
  const { truth, prediction } = state.outcomes.value;
  const NONE = 2 ** 32 - 1;
  const isNone = (row: number | undefined) => row === undefined || row === NONE;
  const rows = Array.from(truth, (_, row) => row);
  const matched = rows.find((row) => !isNone(truth[row]) && !isNone(prediction[row])) as number;
  const missed = rows.find((row) => !isNone(truth[row]) && isNone(prediction[row])) as number;
  actions.mark("instances", [matched, missed]);
  const marked = [prediction[matched], truth[missed]].map(Number);
  expect(state.marks.value.objects).toEqual(marked.sort((a, b) => a - b));
  expect(rows.filter(derived.isMarked.value)).toEqual([matched, missed].sort((a, b) => a - b));
  state.marks.value = { images: [], objects: [truth[matched] as number] };
  expect(derived.isMarked.value(matched)).toBe(true);
  actions.mark("instances", [matched]);
  expect(state.marks.value.objects).toEqual([]);
});

test("in classification an instance is its image", () => {
  const { state, actions, derived } = session({ unit: "images" });
  actions.mark("instances", [0]);
  expect(state.marks.value).toEqual({ images: [state.outcomes.value.image[0]], objects: [] });
  expect(derived.isMarked.value(0)).toBe(true);
  actions.showMarked("instances");
  expect([...derived.visible.value.rows]).toEqual(state.marks.value.images);
});

test("what is on show between two is marked as the first of them was", () => {
  const { state, actions, derived } = session();
  const rows = [...derived.rows.value];
  const marked = () => rows.filter((row) => derived.markedImages.value.has(row));
  actions.mark("images", [rows[5] as number]);
  actions.markTo("images", rows[2] as number);
  expect(marked()).toEqual(rows.slice(2, 6));
  actions.mark("images", [rows[3] as number]);
  actions.markTo("images", rows[5] as number);
  expect(marked()).toEqual([rows[2]]);
  // What was marked last is not on show any more.
  actions.set("picked", [rows[8] as number, rows[9] as number]);
  actions.markTo("images", rows[9] as number);
  expect(state.marks.value.images).toHaveLength(2);
});

test("the marked alone are shown, follow the marks, and give way with the last of them", () => {
  const { state, actions, derived } = session();
  const rows = [...derived.rows.value].sort((a, b) => a - b);
  actions.mark("images", rows.slice(0, 3));
  actions.mark("instances", [0, 1]);
  actions.showMarked("images");
  expect([...derived.visible.value.rows]).toEqual(rows.slice(0, 3));
  expect(state.view.value.face).toBe("images");
  actions.mark("images", [rows[0] as number]);
  expect([...derived.visible.value.rows]).toEqual(rows.slice(1, 3));
  actions.showMarked("instances");
  expect(state.facets.marked_images.value).toBeNull();
  expect(derived.visible.value.rows.length).toBeLessThanOrEqual(2);
  expect(state.view.value.face).toBe("instances");
  actions.unmark();
  expect(state.facets.marked_instances.value).toBeNull();
  expect(state.marks.value).toEqual({ images: [], objects: [] });
});

test("no more are marked than can be kept", () => {
  const { state, actions } = session();
  actions.mark("instances", [0]);
  const many = Array.from({ length: MAX_MARKS + 5 }, (_, row) => row);
  actions.mark("images", many, true);
  expect(state.marks.value.images).toHaveLength(MAX_MARKS - 1);
});
