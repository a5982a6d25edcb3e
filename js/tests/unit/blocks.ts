/** Columns as a host hands them over: tagged bytes, on purpose at an odd place of a larger buffer. */

import type { WireBlock, WireColumn } from "../../src/data/columns";

const ELEMENTS = {
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
  int32: Int32Array,
  float32: Float32Array,
  float64: Float64Array,
} as const;

export function wireColumn(dtype: keyof typeof ELEMENTS, values: readonly number[]): WireColumn {
  const bytes = new Uint8Array(ELEMENTS[dtype].from(values).buffer);
  const larger = new Uint8Array(bytes.length + 3);
  larger.set(bytes, 1);
  return { dtype, data: new DataView(larger.buffer, 1, bytes.length) };
}

/** A column of strings: one UTF-8 buffer plus offsets. */
export function namesBlock(name: string, values: readonly string[]): WireBlock {
  const encoded = values.map((value) => [...new TextEncoder().encode(value)]);
  const offsets = [0];
  for (const bytes of encoded) offsets.push((offsets.at(-1) ?? 0) + bytes.length);
  return {
    [`${name}.data`]: wireColumn("uint8", encoded.flat()),
    [`${name}.offsets`]: wireColumn("uint32", offsets),
  };
}
