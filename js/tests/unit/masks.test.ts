/** Masks as Python wrote them, pixel by pixel, and the lines drawn around them. */

import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Masks, outlineOf, type Run, runsOf } from "../../src/data/masks";
import { wireColumn } from "./blocks";
import { STEADY } from "./generated";

const FILE = new URL("../../../tests/vectors/masks.json", import.meta.url);
const VECTOR = JSON.parse(readFileSync(FILE, "utf8")) as {
  readonly columns: Readonly<Record<string, readonly number[]>>;
  readonly masks: readonly { readonly picture: readonly string[] }[];
};
const BLOCK = Object.fromEntries(
  Object.entries(VECTOR.columns).map(([name, values]) => [name, wireColumn("uint16", values)]),
);

const pictures = fc
  .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }))
  .chain(([width, height]) => fc.array(row(width), { minLength: height, maxLength: height }));

function row(width: number) {
  const pixels = fc.array(fc.constantFrom("#", "."), { minLength: width, maxLength: width });
  return pixels.map((some) => some.join(""));
}

/** The runs of a picture, as `runsOf` gives them. */
function runsIn(picture: readonly string[]): Run[] {
  const columns = Array.from({ length: picture[0]?.length ?? 0 }, (_, x) => picture.map((line) => line[x]).join(""));
  return columns.flatMap((column, x) =>
    [...column.matchAll(/#+/g)].map(({ index, 0: run }) => ({ x, top: index, bottom: index + run.length })),
  );
}

/** Corners of every closed line of a path. */
function linesOf(path: string): [x: number, y: number][][] {
  return path
    .split("Z")
    .filter(Boolean)
    .map((part) => {
      const [, startX, startY] = /^M(\d+) (\d+)/.exec(part) ?? [];
      let [x, y] = [Number(startX), Number(startY)];
      const steps = [...part.matchAll(/([HV])(\d+)/g)].map(([, way, to]): [number, number] => {
        if (way === "H") x = Number(to);
        else y = Number(to);
        return [x, y];
      });
      return [[Number(startX), Number(startY)], ...steps];
    });
}

/** The picture that the even-odd rule fills, seen from the middle of each pixel. */
function filled(path: string, picture: readonly string[]): string[] {
  const lines = linesOf(path);
  const isInside = (x: number, y: number) => {
    const crossed = lines.flatMap((line) =>
      line.filter(([x1, y1], i) => {
        const [x2, y2] = line[(i + 1) % line.length] ?? [x1, y1];
        return x1 === x2 && x1 > x && y1 > y !== y2 > y;
      }),
    );
    return crossed.length % 2 === 1;
  };
  return picture.map((line, y) => [...line].map((_, x) => (isInside(x + 0.5, y + 0.5) ? "#" : ".")).join(""));
}

describe("runsOf", () => {
  it("gives the pixels that Python sent", () => {
    const columns = Object.fromEntries(
      Object.entries(VECTOR.columns).map(([name, values]) => [name, Uint32Array.from(values)]),
    );
    const rows = VECTOR.columns["row"] ?? [];
    const found = rows.map((object, index) => [object, runsOf(columns, index)]);
    expect(found).toEqual(rows.map((object) => [object, runsIn(VECTOR.masks[object]?.picture ?? [])]));
  });
});

describe("outlineOf", () => {
  it("encloses exactly the pixels of the mask, whatever its shape", () => {
    fc.assert(
      fc.property(pictures, (picture) => {
        expect(filled(outlineOf(runsIn(picture)), picture)).toEqual(picture);
      }),
      STEADY,
    );
  });

  it("runs only along edges between inside and outside, each once, so that dashes stay dashes", () => {
    fc.assert(
      fc.property(pictures, (picture) => {
        const isSet = (x: number, y: number) => picture[y]?.[x] === "#";
        let edges = 0;
        for (let y = 0; y <= picture.length; y++)
          for (let x = 0; x <= (picture[0]?.length ?? 0); x++)
            edges += Number(isSet(x, y) !== isSet(x - 1, y)) + Number(isSet(x, y) !== isSet(x, y - 1));
        const lengths = linesOf(outlineOf(runsIn(picture))).flatMap((line) =>
          line.map(([x, y], i) => {
            const [toX, toY] = line[(i + 1) % line.length] ?? [x, y];
            return Math.abs(toX - x) + Math.abs(toY - y);
          }),
        );
        expect(lengths.reduce((sum, length) => sum + length, 0)).toBe(edges);
      }),
      STEADY,
    );
  });

  it("writes a rectangle in four corners", () => {
    const runs = [3, 4, 5].map((x) => ({ x, top: 2, bottom: 7 }));
    expect(linesOf(outlineOf(runs)).map((line) => new Set(line.map(String)).size)).toEqual([4]);
  });
});

describe("Masks", () => {
  it("outlines an object that has a mask, and no other", () => {
    const masks = new Masks([BLOCK]);
    VECTOR.masks.forEach(({ picture }, object) => {
      expect(masks.outline(object)).toBe(outlineOf(runsIn(picture)));
    });
    expect(masks.outline(1)).toBe("");
    expect(masks.outline(999)).toBe("");
  });

  it("ignores a column that it does not know, and names one that it lacks", () => {
    const later = { ...BLOCK, later: { dtype: "int64", data: new ArrayBuffer(8) } };
    expect(new Masks([later]).outline(0)).toBe(new Masks([BLOCK]).outline(0));
    const { gap: _, ...less } = BLOCK;
    expect(() => new Masks([less as typeof BLOCK])).toThrow('without "gap"');
  });

  it("keeps what came before when more arrive", () => {
    const later = { ...BLOCK, row: wireColumn("uint32", VECTOR.columns["row"]?.map((object) => object + 100) ?? []) };
    const masks = new Masks([later], new Masks([BLOCK]));
    expect(masks.outline(100)).toBe(masks.outline(0));
    expect(masks.outline(0)).not.toBe("");
  });
});
