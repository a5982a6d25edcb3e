/** Traits and signals, with a model that tells of every change at once, as Backbone does. */

import { describe, expect, it } from "vitest";
import type { Model } from "../../src/host/model";
import { connect } from "../../src/host/traits";
import { createSession } from "../../src/state/session";

function modelOf(given: Record<string, unknown>): Model & { saved: number } {
  const traits = new Map(Object.entries(given));
  const handlers = new Map<string, Set<() => void>>();
  return {
    saved: 0,
    get: (key) => traits.get(key),
    set(key, value) {
      traits.set(key, value);
      for (const handler of handlers.get(`change:${key}`) ?? []) handler();
    },
    save_changes() {
      this.saved += 1;
    },
    on: (event, handler) => handlers.set(event, (handlers.get(event) ?? new Set()).add(handler)),
    off: (event, handler) => handlers.get(event)?.delete(handler),
  };
}

const TRAITS = {
  header: {
    blocks: { images: [], outcomes: [], objects: [], masks: [] },
    classes: ["a", "b"],
    splits: {},
    coverage: {},
  },
  status: { state: "idle", message: "", done: 0, total: 0 },
  split: "test",
  confidence: 20,
  page: 3,
  page_size: 24,
  cells: [],
  clusters: [],
  picked: [],
  lasso: [],
  query: "x",
  open: null,
  view: { sort: "errors", colour: "f1", normalize: "count", diagonal: true },
};

function connected() {
  const model = modelOf(TRAITS);
  const session = createSession(new AbortController().signal);
  connect(model, session.state, new AbortController().signal);
  return { model, ...session };
}

describe("connect", () => {
  it("sends several traits in one message, none of them undone by the events of the others", () => {
    const { model, state, actions } = connected();
    actions.selectCells([[0, 1]], "replace");
    expect([model.get("page"), model.get("cells"), model.saved]).toEqual([1, [[0, 1]], 1]);
    expect(state.cells.value).toEqual([[0, 1]]);
    actions.reset();
    expect([model.get("cells"), model.get("query"), model.saved]).toEqual([[], "", 2]);
  });

  it("takes what the kernel sends and sends nothing back", () => {
    const { model, state } = connected();
    model.set("cells", [[1, 1]]);
    expect(state.cells.value).toEqual([[1, 1]]);
    expect(model.saved).toBe(0);
  });
});
