/** What a user can do, and what follows from it. */

import { describe, expect, it } from "vitest";
import type { Header } from "../../src/data/wire";
import { choicesOf } from "../../src/state/selection";
import type { Session } from "../../src/state/session";
import { sessionOver } from "./asked";
import { put } from "./put";
import { readVector } from "./vectors";

const EVERYWHERE = { test: [[0, 100]], valid: [[0, 100]], train: [[0, 100]] } as const;

/** A session over one of the golden evaluations, on the split "all". */
function session(name = "filters", header: Partial<Header> = { coverage: EVERYWHERE }): Session {
  const made = sessionOver(readVector(name), { header });
  made.state.split.value = "all";
  made.state.pageSize.value = 10;
  return made;
}

describe("selecting", () => {
  it("replaces what was selected", () => {
    const { state, actions } = session();
    actions.select("cells", [[0, 1]], "replace");
    actions.select("cells", [[2, 3]], "replace");
    expect(state.facets.cells.value).toEqual([[2, 3]]);
  });

  it("clears a selection that is replaced by itself, in any order", () => {
    const { state, actions } = session();
    actions.select("clusters", [1, 2], "replace");
    actions.select("clusters", [2, 1], "replace");
    expect(state.facets.clusters.value).toEqual([]);
  });

  it("does not clear a larger selection by one of its cells", () => {
    const { state, actions } = session();
    actions.select(
      "cells",
      [
        [0, 1],
        [0, 2],
      ],
      "replace",
    );
    actions.select("cells", [[0, 1]], "replace");
    expect(state.facets.cells.value).toEqual([[0, 1]]);
  });

  it("toggles: adds what is missing, and removes when all are in", () => {
    const { state, actions } = session();
    actions.select("cells", [[0, 1]], "toggle");
    actions.select(
      "cells",
      [
        [0, 1],
        [1, 0],
      ],
      "toggle",
    );
    expect(state.facets.cells.value).toEqual([
      [0, 1],
      [1, 0],
    ]);
    actions.select("cells", [[1, 0]], "toggle");
    expect(state.facets.cells.value).toEqual([[0, 1]]);
  });

  it("adds without removing", () => {
    const { state, actions } = session();
    actions.select("picked", [3, 4], "add");
    actions.select("picked", [4, 5], "add");
    expect(state.facets.picked.value).toEqual([3, 4, 5]);
  });

  it("picks at most 10,000 images", () => {
    const { state, actions } = session();
    actions.select(
      "picked",
      Array.from({ length: 10_001 }, (_, row) => row),
      "replace",
    );
    expect(state.facets.picked.value).toHaveLength(10_000);
  });

  it("takes fewer than three vertices for no lasso, and more than 200 for a shorter one", () => {
    const { state, actions } = session();
    actions.set(
      "lasso",
      Array.from({ length: 300 }, (_, i) => [i % 17, i % 19] as const),
    );
    expect(state.facets.lasso.value).toHaveLength(200);
    actions.set("lasso", [
      [0, 0],
      [1, 1],
    ]);
    expect(state.facets.lasso.value).toEqual([]);
  });
});

describe("resetting", () => {
  const filled = () => {
    const made = session();
    made.actions.select("cells", [[0, 1]], "replace");
    made.actions.select("clusters", [1], "replace");
    made.actions.set("lasso", [
      [0, 0],
      [9, 0],
      [0, 9],
    ]);
    made.actions.set("query", "street");
    made.actions.select("picked", [1], "replace");
    made.actions.setConfidence(55);
    return made;
  };

  it("clears every filter and leaves split and threshold", () => {
    const { state, actions } = filled();
    actions.reset();
    expect(choicesOf(state, state.registry)).toEqual([]);
    expect([state.split.value, state.confidence.value]).toEqual(["all", 55]);
  });

  it.each(["cells", "clusters", "lasso", "query", "picked"] as const)("clears %s alone", (kind) => {
    const { state, actions } = filled();
    actions.clear(kind);
    const kinds = ["cells", "clusters", "lasso", "query", "picked"] as const;
    expect(kinds.filter((name) => state.facets[name].value.length === 0)).toEqual([kind]);
  });
});

describe("pages", () => {
  it("are clamped to what there is", () => {
    const { state, derived, actions } = session();
    expect(derived.pageCount.value).toBe(3);
    actions.setPage(99);
    expect(state.page.value).toBe(3);
    actions.setPage(-4);
    expect(state.page.value).toBe(1);
    state.page.value = 12;
    expect(derived.page.value).toBe(3);
    expect(derived.pageRows.value).toHaveLength(10);
  });

  it("hold the last images on a short last page, and are one when nothing is left", () => {
    const { derived, actions } = session("ties");
    actions.setPage(2);
    expect(derived.pageRows.value).toHaveLength(2);
    actions.set("query", "no such name");
    expect([derived.pageCount.value, derived.page.value, derived.pageRows.value.length]).toEqual([1, 1, 0]);
  });

  it("together list every visible image once, in gallery order", () => {
    const { derived, actions } = session();
    const seen: number[] = [];
    for (let page = 1; page <= derived.pageCount.value; page += 1) {
      actions.setPage(page);
      seen.push(...derived.pageRows.value);
    }
    expect(seen).toEqual([...derived.rows.value]);
  });

  it.each<[string, (made: Session) => void]>([
    ["cells", ({ actions }) => actions.select("cells", [[0, 1]], "toggle")],
    ["clusters", ({ actions }) => actions.select("clusters", [1], "toggle")],
    [
      "a lasso",
      ({ actions }) =>
        actions.set("lasso", [
          [0, 0],
          [9, 0],
          [0, 9],
        ]),
    ],
    ["a query", ({ actions }) => actions.set("query", "s")],
    ["picked images", ({ actions }) => actions.select("picked", [2], "toggle")],
    ["the split", ({ actions }) => actions.setSplit("test")],
    ["the threshold", ({ actions }) => actions.setConfidence(40)],
    ["the sort", ({ actions }) => actions.setView({ sort: "name" })],
    ["a cleared filter", ({ actions }) => actions.clear("query")],
    ["a reset", ({ actions }) => actions.reset()],
  ])("return to the first with %s", (_, act) => {
    const made = session();
    made.actions.setPage(2);
    act(made);
    expect(made.state.page.value).toBe(1);
  });

  it("stay when only the looks change", () => {
    const { state, actions } = session();
    actions.setPage(2);
    actions.setView({ colour: "cluster" });
    expect(state.page.value).toBe(2);
    expect(state.view.value.sort).toBe("errors");
  });
});

describe("stepping through large images", () => {
  it("goes to the neighbour and turns the page along", () => {
    const { state, derived, actions } = session();
    const rows = [...derived.rows.value];
    actions.open(rows[9] ?? null);
    actions.step(1);
    expect([state.open.value, state.page.value]).toEqual([rows[10], 2]);
    actions.step(-1);
    expect([state.open.value, state.page.value]).toEqual([rows[9], 1]);
  });

  it("stops at both ends, and does nothing when none is open", () => {
    const { state, derived, actions } = session();
    const rows = [...derived.rows.value];
    actions.step(1);
    expect(state.open.value).toBeNull();
    actions.open(rows[0] ?? null);
    actions.step(-1);
    expect(state.open.value).toBe(rows[0]);
    actions.open(rows.at(-1) ?? null);
    actions.step(1);
    expect(state.open.value).toBe(rows.at(-1));
  });
});

describe("thresholds", () => {
  it.each([
    [-5, 0],
    [101, 100],
    [33.4, 33],
  ])("of %f become %i", (asked, percent) => {
    const { state, actions } = session();
    actions.setConfidence(asked);
    expect(state.confidence.value).toBe(percent);
  });

  it("that no report answers leave what was last shown", () => {
    const { state, derived, actions } = session("filters", { coverage: { ...EVERYWHERE, test: [[20, 30]] } });
    const shown = derived.matrix.value;
    actions.setConfidence(31);
    expect(state.confidence.value).toBe(31);
    expect(derived.shown.value).toEqual({ split: "all", confidence: 20, model: "" });
    expect(derived.matrix.value).toBe(shown);
    actions.setSplit("valid");
    expect(derived.shown.value).toEqual({ split: "valid", confidence: 31, model: "" });
  });

  it("are shown as soon as their report arrives", () => {
    const { state, derived, actions } = session("filters", { coverage: { test: [[20, 20]] } });
    actions.setSplit("test");
    expect(derived.shown.value.split).toBe("test");
    actions.setConfidence(40);
    expect(derived.shown.value.confidence).toBe(20);
    put(state, {
      header: {
        ...state.header.value,
        coverage: {
          test: [
            [20, 20],
            [40, 40],
          ],
        },
      },
    });
    expect(derived.shown.value.confidence).toBe(40);
  });

  it("on the curve say whether they are known", () => {
    const { derived, actions } = session("filters", {
      coverage: {
        test: [
          [20, 20],
          [40, 42],
        ],
      },
    });
    actions.setSplit("test");
    const known = derived.curve.value.points.filter(({ isKnown }) => isKnown);
    expect(known.map(({ percent }) => percent)).toEqual([20, 40, 41, 42]);
  });
});

describe("what filters leave", () => {
  it("counts matrix and rates over all filters but the cells", () => {
    const { derived, actions } = session();
    const before = derived.matrix.value;
    actions.select("cells", [[0, 1]], "replace");
    expect(derived.matrix.value).toBe(before);
    expect(derived.rows.value.length).toBeLessThan(30);
    actions.select("clusters", [1], "replace");
    expect(derived.matrix.value).not.toEqual(before);
  });

  it("counts clusters over every facet but the clusters themselves", () => {
    const { derived, actions } = session();
    const sizes = () => derived.clusters.value.reduce((sum, { size }) => sum + size, 0);
    actions.select("clusters", [1], "replace");
    expect(sizes()).toBe(30);
    actions.set("query", "street");
    actions.clear("clusters");
    expect(sizes()).toBe(derived.rows.value.length);
  });
});
