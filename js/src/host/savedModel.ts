/** The model of a saved Lens: what is set stays set for as long as the page is open. */

import type { Model } from "./model";

type Handler = () => void;

export function savedModel(traits: ReadonlyMap<string, unknown>): Model {
  const values = new Map(traits);
  const handlers = new Map<string, Set<Handler>>();
  const handlersOf = (event: string) => {
    const known = handlers.get(event) ?? new Set();
    handlers.set(event, known);
    return known;
  };
  return {
    hasKernel: false,
    get: (key) => values.get(key),
    set(key, value) {
      if (Object.is(values.get(key), value)) return;
      values.set(key, value);
      for (const handler of handlersOf(`change:${key}`)) handler();
    },
    save_changes() {},
    on: (event, handler) => handlersOf(event).add(handler),
    off: (event, handler) => handlersOf(event).delete(handler),
  };
}
