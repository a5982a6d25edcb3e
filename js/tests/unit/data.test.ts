/** Columns and strings as they arrive: any alignment, any number of blocks. */

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../src/data/attributes";
import { constant, decode, joined, present, type WireBlock } from "../../src/data/columns";
import { Strings } from "../../src/data/strings";
import { areaOf, imagesOf, NOISE, NONE, objectsOf, outcomesOf } from "../../src/data/tables";
import { namesBlock, wireColumn } from "./blocks";
import { STEADY } from "./generated";

const texts = fc.array(fc.string({ unit: "binary", maxLength: 5 }), { maxLength: 8 });

describe("decode", () => {
  it("reads numbers that start at an odd byte", () => {
    expect([...decode(wireColumn("float64", [0.1, Number.NaN, 2 ** 53]))]).toEqual([0.1, Number.NaN, 2 ** 53]);
  });

  it("looks at aligned bytes without copying them", () => {
    const given = new Float32Array([1, 2]);
    expect(decode({ dtype: "float32", data: given }).buffer).toBe(given.buffer);
  });

  it("fills a column whose rows are all alike", () => {
    expect(decode({ dtype: "int16", data: new Int16Array([-3]), size: 4 })).toEqual(new Int16Array(4).fill(-3));
    expect(decode({ dtype: "uint8", data: new Uint8Array(0), size: 0 })).toEqual(new Uint8Array(0));
  });

  it("takes a bare buffer", () => {
    expect([...decode({ dtype: "uint16", data: new Uint16Array([7]).buffer })]).toEqual([7]);
  });

  it("names a type it does not know", () => {
    expect(() => decode({ dtype: "int64", data: new ArrayBuffer(8) })).toThrow('unknown type "int64"');
  });
});

describe("constant", () => {
  it("is held in the smallest type", () => {
    expect(constant(0, 2)).toEqual(new Uint8Array(2));
    expect(constant(-1, 2)).toEqual(Int8Array.of(-1, -1));
    expect(constant(NONE, 1)).toEqual(Uint32Array.of(NONE));
    expect(constant(Number.NaN, 1)).toEqual(Float32Array.of(Number.NaN));
    expect(constant(0.1, 1)).toEqual(Float64Array.of(0.1));
  });
});

describe("joined", () => {
  it("keeps the kind of alike columns, the widest of them, and widens unlike ones", () => {
    expect(joined([new Uint8Array([1]), new Uint8Array([2])])).toEqual(new Uint8Array([1, 2]));
    expect(joined([new Uint16Array([1]), new Uint8Array([2])])).toEqual(new Uint16Array([1, 2]));
    expect(joined([new Int8Array([-1]), new Int32Array([2])])).toEqual(new Int32Array([-1, 2]));
    expect(joined([new Uint8Array([1]), new Float32Array([0.5])])).toEqual(new Float64Array([1, 0.5]));
  });

  it("lets an empty column take the type of what follows", () => {
    expect(joined([new Uint8Array(0), new Int32Array([-1])])).toEqual(new Int32Array([-1]));
  });
});

describe("tables", () => {
  it("holds nothing before the first block arrives", () => {
    expect(imagesOf([]).size).toBe(0);
    expect(outcomesOf([]).size).toBe(0);
    expect(imagesOf([]).name.length).toBe(0);
  });

  it("fills in what a block lacks, block by block", () => {
    const first = { ...namesBlock("name", ["a", "b"]), split: wireColumn("uint8", [0, 1]) };
    const second = { ...namesBlock("name", ["c"]), split: wireColumn("uint8", [2]), x: wireColumn("float32", [7]) };
    const images = imagesOf([first, second]);
    expect([...images.x]).toEqual([Number.NaN, Number.NaN, 7]);
    expect([...images.y]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
    expect([...images.cluster]).toEqual([NOISE, NOISE, NOISE]);
    const alike = { dtype: "uint8", data: new Uint8Array([0]), size: 2 };
    const rows = { image: alike, actual: alike, predicted: alike, count: alike, first: alike, last: alike };
    const outcomes = outcomesOf([rows, { ...rows, truth: wireColumn("uint8", [3, 4]) }]);
    expect([...outcomes.truth]).toEqual([NONE, NONE, 3, 4]);
    expect(outcomes.iou.length).toBe(0);
  });

  it("ignores a column that it does not know", () => {
    const block = { ...namesBlock("name", ["a"]), split: wireColumn("uint8", [0]), later: { dtype: "int64" } };
    expect(imagesOf([block as unknown as WireBlock]).size).toBe(1);
  });

  it("puts attributes together, with levels in the order they came", () => {
    const said = (text: string) => ({ dtype: "uint8", data: new TextEncoder().encode(text) });
    const first = {
      ...namesBlock("name", ["a", "b"]),
      split: wireColumn("uint8", [0, 0]),
      attributes: said('[{"name":"weather","origin":"given","levels":["sun","rain"]}]'),
      "attributes.0": wireColumn("uint16", [1, UNKNOWN]),
    };
    const second = {
      ...namesBlock("name", ["c"]),
      split: wireColumn("uint8", [0]),
      attributes: said(
        '[{"name":"height","origin":"computed","unit":"m"},{"name":"weather","origin":"given","levels":["fog","sun"]}]',
      ),
      "attributes.0": wireColumn("float32", [2.5]),
      "attributes.1": wireColumn("uint8", [1]),
    };
    const [weather, height] = imagesOf([first, second]).attributes;
    expect(weather).toMatchObject({ name: "weather", unit: "", levels: ["sun", "rain", "fog"] });
    expect([...(weather?.values ?? [])]).toEqual([1, UNKNOWN, 0]);
    expect(height).toMatchObject({ name: "height", origin: "computed", unit: "m", levels: null });
    expect([...(height?.values ?? [])]).toEqual([Number.NaN, Number.NaN, 2.5]);
    expect(() => imagesOf([{ ...first, "attributes.0": undefined } as unknown as WireBlock])).toThrow('"attributes.0"');
  });

  it("names a column that nothing can stand for", () => {
    expect(() => outcomesOf([{ image: wireColumn("uint8", [0]) }])).toThrow('without "actual"');
    const split = wireColumn("uint8", [0]);
    expect(() => imagesOf([{ ...namesBlock("name", ["a"]), split }, { split }])).toThrow('without "name.data"');
  });

  it("has images of which only the places have come", () => {
    const images = imagesOf([{ split: wireColumn("uint8", [0, 1]), x: wireColumn("float32", [7, 8]) }]);
    expect([images.size, [...images.x], images.name.at(1), images.id.at(1)]).toEqual([2, [7, 8], "", ""]);
  });

  it("takes the area of a box from its sides, in float64", () => {
    const [w, h] = [wireColumn("float32", [10.1]), wireColumn("float32", [20.7])];
    const whole = wireColumn("uint8", [0]);
    const block = { image: whole, side: whole, label: whole, x: w, y: h, w, h };
    expect(areaOf(objectsOf([block]), 0)).toBe(Math.fround(10.1) * Math.fround(20.7));
    expect(areaOf(objectsOf([{ ...block, area: wireColumn("float64", [12.5]) }]), 0)).toBe(12.5);
    expect(areaOf(objectsOf([block]), 1)).toBeNaN();
  });

  it("takes the names for ids where these did not travel", () => {
    const alike = { ...namesBlock("name", ["a", "b"]), split: wireColumn("uint8", [0, 0]) };
    const unlike = { ...namesBlock("name", ["c"]), ...namesBlock("id", ["7"]), split: wireColumn("uint8", [0]) };
    const { id } = imagesOf([alike, unlike]);
    expect([0, 1, 2].map((row) => id.at(row))).toEqual(["a", "b", "7"]);
  });
});

describe("what is present", () => {
  const column = wireColumn("uint8", [1]);
  const gone = { data: new DataView(new ArrayBuffer(0)) };

  it("lacks columns of which only the place is left, and blocks of such", () => {
    const sent = { for: {}, rows: [1], open: null, images: { row: column, x: gone }, objects: { row: gone } };
    expect(present(sent)).toEqual({ for: {}, rows: [1], open: null, images: { row: column } });
    expect(present({ columns: { tp: gone } })).toBeUndefined();
  });

  it("is the same object where nothing is gone", () => {
    for (const sent of [{}, { for: {}, images: { row: column } }, undefined, null, "text", 3]) {
      expect(present(sent)).toBe(sent);
    }
  });
});

describe("Strings", () => {
  const sent = (values: readonly string[]) =>
    imagesOf([{ ...namesBlock("name", values), split: wireColumn("uint8", []) }]);

  const allOf = (strings: Strings) => Array.from({ length: strings.length }, (_, row) => strings.at(row));

  it("gives back what was sent, a block at a time", () => {
    fc.assert(
      fc.property(texts, texts, (first, second) => {
        const whole = (text: string) =>
          new TextDecoder("utf-8", { ignoreBOM: true }).decode(new TextEncoder().encode(text));
        const both = Strings.joined([sent(first).name, sent(second).name]);
        expect(allOf(both)).toEqual([...first, ...second].map(whole));
        expect(allOf(Strings.of(first))).toEqual(first.map(whole));
      }),
      STEADY,
    );
  });

  it("keeps a leading byte order mark", () => {
    expect(Strings.of(["\ufeffa.png"]).at(0)).toBe("\ufeffa.png");
  });
});
