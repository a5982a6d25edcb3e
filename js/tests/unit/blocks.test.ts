/** Blocks as Python wrote them, byte by byte, and the tables that they are. */

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { WireBlock } from "../../src/data/columns";
import { Strings } from "../../src/data/strings";
import { imagesOf, objectsOf, outcomesOf } from "../../src/data/tables";

type Text = Readonly<Record<string, { readonly dtype: string; readonly data: string; readonly size?: number }>>;
type Table = "images" | "outcomes" | "objects";

interface Vector {
  readonly blocks: Readonly<Record<Table | "places", readonly Text[]>>;
  readonly columns: Readonly<Record<Table, Readonly<Record<string, readonly unknown[]>>>>;
  readonly attributes: readonly { readonly values: readonly (number | null)[] }[];
}

const FILE = new URL("../../../tests/vectors/columns/blocks.json", import.meta.url);
const VECTOR = JSON.parse(readFileSync(FILE, "utf8")) as Vector;

function blocksOf(table: Table): WireBlock[] {
  const { places } = VECTOR.blocks;
  return VECTOR.blocks[table].map((block, i) =>
    Object.fromEntries(
      Object.entries(table === "images" ? { ...places[i], ...block } : block).map(([name, column]) => [
        name,
        { ...column, data: new Uint8Array(Buffer.from(column.data, "base64")) },
      ]),
    ),
  );
}

/** A column as the vector has it: null is not a number. */
function plain(column: Iterable<number> | Strings): unknown[] {
  if (column instanceof Strings) return Array.from({ length: column.length }, (_, row) => column.at(row));
  return Array.from(column, (value) => (Number.isNaN(value) ? null : value));
}

const TABLES = { images: imagesOf, outcomes: outcomesOf, objects: objectsOf } as const;

describe("tables", () => {
  it.each(Object.keys(TABLES) as Table[])("reads the %s that Python sent", (table) => {
    const found = TABLES[table](blocksOf(table)) as unknown as Readonly<Record<string, Iterable<number> | Strings>>;
    for (const [name, expected] of Object.entries(VECTOR.columns[table])) {
      expect(plain(found[name] ?? []), name).toEqual(expected);
    }
  });

  it("reads the attributes that Python sent", () => {
    const found = imagesOf(blocksOf("images")).attributes.map((one) => ({ ...one, values: plain(one.values) }));
    expect(found).toEqual(VECTOR.attributes);
  });
});
