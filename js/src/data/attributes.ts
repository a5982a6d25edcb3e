/** What is known of images besides the fixed columns, as Python's evaluation/columns/attributes.py has it. */

import { bytesOf, type Column, columnIn, joined, type WireBlock } from "./columns";

/** In the values of a category: none of its levels. */
export const UNKNOWN = 0xffff;

export interface Attribute {
  readonly name: string;
  readonly origin: "given" | "computed";
  /** Of a number; empty: none. */
  readonly unit: string;
  /** What the values of a category are indices into; null: the values are numbers, NaN where unknown. */
  readonly levels: readonly string[] | null;
  /** One an image. */
  readonly values: Column;
}

interface Said {
  readonly name: string;
  readonly origin: "given" | "computed";
  readonly unit?: string;
  readonly levels?: readonly string[];
}

/** The attributes of the images of all blocks; what a block lacks is unknown there. `sizes`: images of each block. */
export function attributesOf(blocks: readonly WireBlock[], sizes: readonly number[]): readonly Attribute[] {
  const parts = blocks.map(attributesIn);
  const names = new Set(parts.flatMap((part) => [...part.keys()]));
  return [...names].map((name) => {
    const found = parts.map((part) => part.get(name));
    const first = found.find((one) => one !== undefined) as Attribute;
    const levels = first.levels && [...new Set(found.flatMap((one) => one?.levels ?? []))];
    const values = found.map((one, i) => (one ? recoded(one, levels) : unknown(levels, sizes[i] ?? 0)));
    return { ...first, levels, values: joined(values) };
  });
}

function attributesIn(block: WireBlock): ReadonlyMap<string, Attribute> {
  const text = block["attributes"];
  if (!text) return new Map();
  const said = JSON.parse(new TextDecoder().decode(bytesOf(text.data))) as readonly Said[];
  return new Map(
    said.map((one, i) => [one.name, { unit: "", levels: null, ...one, values: columnIn(block, `attributes.${i}`) }]),
  );
}

/** Each block may have levels of its own: codes are those of all of them together. */
function recoded({ levels, values }: Attribute, all: readonly string[] | null): Column {
  if (!levels || !all || levels.every((level, code) => all[code] === level)) return values;
  const codes = levels.map((level) => all.indexOf(level));
  return Uint16Array.from(values, (code) => codes[code] ?? UNKNOWN);
}

function unknown(levels: readonly string[] | null, size: number): Column {
  return levels ? new Uint16Array(size).fill(UNKNOWN) : new Float32Array(size).fill(Number.NaN);
}
