/** Nested values with buffers among them as one run of bytes, as Python's columns/codec/frames.py writes them. */

const ALIGNMENT = 8;

interface Packed {
  readonly state: Record<string, unknown>;
  readonly buffers: readonly { readonly path: readonly [string, ...string[]]; readonly size: number }[];
}

/** The values that columns/codec/frames.py framed; buffers come back as DataViews, as a kernel sends them. */
export function unframed(bytes: ArrayBuffer): ReadonlyMap<string, unknown> {
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
