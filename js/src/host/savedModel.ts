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

const ALIGNMENT = 8;

interface Packed {
  readonly state: Record<string, unknown>;
  readonly buffers: readonly { readonly path: readonly [string, ...string[]]; readonly size: number }[];
}

/** Trait values as columns/codec/frames.py framed them; buffers come back as DataViews, as a kernel sends them. */
export function traitsIn(bytes: ArrayBuffer): ReadonlyMap<string, unknown> {
  const length = new DataView(bytes).getUint32(0, true);
  const { state, buffers }: Packed = JSON.parse(new TextDecoder().decode(new Uint8Array(bytes, 4, length)));
  let start = 4 + length;
  for (const { path, size } of buffers) {
    put(state, path, new DataView(bytes, start, size));
    start += Math.ceil(size / ALIGNMENT) * ALIGNMENT;
  }
  return new Map(Object.entries(state));
}

function put(state: Record<string, unknown>, path: readonly string[], buffer: DataView): void {
  const [key = "", ...inner] = path;
  if (inner.length === 0) state[key] = buffer;
  else put(state[key] as Record<string, unknown>, inner, buffer);
}
