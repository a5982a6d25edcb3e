/** A model that tells of every change at once, as Backbone does, and keeps what is sent to the kernel. */

import { VIEW_DEFAULT } from "../../src/data/wire";
import type { Model } from "../../src/host/model";

export function modelOf(given: Record<string, unknown>): Model & { saved: number; readonly sent: unknown[] } {
  const traits = new Map(Object.entries(given));
  const handlers = new Map<string, Set<() => void>>();
  const sent: unknown[] = [];
  return {
    saved: 0,
    sent,
    send: (content) => sent.push(content),
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

/** Those of an evaluation without a row. */
export const TRAITS = {
  header: {
    blocks: { places: [], images: [], cubes: [], outcomes: [], objects: [], masks: [] },
    classes: ["a", "b"],
    splits: {},
    coverage: {},
    facets: ["cells", "clusters", "lasso", "query", "picked", "where"],
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
  where: {},
  marks: { images: [], objects: [] },
  verdicts: { label: [], model: [], label_times: [], model_times: [] },
  elsewhere: { label: [], model: [], label_times: [], model_times: [], marks: [] },
  open: null,
  view: VIEW_DEFAULT,
};
