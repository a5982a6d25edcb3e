/** The edge cube: decoded from plain and compressed blocks, and counted as outcomes are. */

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { WireBlock } from "../../src/data/columns";
import { cubeOf, isPacked, unpacked } from "../../src/data/cube";
import type { Outcomes } from "../../src/data/tables";
import { matrix } from "../../src/engine/counts";
import { inSplit } from "../../src/engine/scope";
import { wireColumn } from "./blocks";

const SPLITS = { size: 4, split: Uint8Array.of(0, 1, 2, 3) };

/** Of test images: 3 of class 1 taken for 0 from 0 % on, of which 2 end at 40 %; of no split: 7 correct from 5 % on. */
const BLOCK: WireBlock = {
  split: wireColumn("uint8", [2, 3]),
  actual: wireColumn("uint8", [1, 0]),
  predicted: wireColumn("uint8", [0, 0]),
  kind: wireColumn("uint8", [1, 255]),
  offsets: wireColumn("uint8", [0, 2, 3]),
  percent: wireColumn("uint8", [0, 40, 5]),
  change: wireColumn("int32", [3, -2, 7]),
};

interface Case {
  readonly about: string;
  readonly blocks: readonly Readonly<Record<string, { readonly dtype: string; readonly data: string }>>[];
  readonly framed: readonly string[];
  readonly changes: readonly (readonly number[])[];
}

const FILE = new URL("../../../tests/vectors/columns/cubes.json", import.meta.url);
const { cases } = JSON.parse(readFileSync(FILE, "utf8")) as { readonly cases: readonly Case[] };

const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, "base64"));

function blocksOf({ blocks }: Case): WireBlock[] {
  return blocks.map((block) =>
    Object.fromEntries(
      Object.entries(block).map(([name, column]) => [name, { ...column, data: bytesOf(column.data) }]),
    ),
  );
}

/** As Python sends a large one. */
async function packed(framed: string): Promise<WireBlock> {
  const bytes = new Blob([bytesOf(framed)]).stream().pipeThrough(new CompressionStream("gzip"));
  return { gzip: { dtype: "uint8", data: await new Response(bytes).arrayBuffer() } };
}

function changesOf({ size, image, actual, predicted, kind, first, count }: Outcomes): (number | undefined)[][] {
  return Array.from({ length: size }, (_, i) => [
    ...[image[i], actual[i], predicted[i], kind.length > 0 ? kind[i] : 255],
    ...[first[i], count[i]],
  ]);
}

describe("a cube", () => {
  it("counts as the outcomes that it was made of, of each split", () => {
    const outcomes = cubeOf([BLOCK]);
    const at = (split: string, confidence: number) => [
      ...matrix(outcomes, inSplit(SPLITS, split), confidence, 2).values(),
    ];
    expect(at("test", 39)).toEqual([0, 0, 3, 0]);
    expect(at("test", 40)).toEqual([0, 0, 1, 0]);
    expect(at("all", 4)).toEqual([0, 0, 3, 0]);
    expect(at("all", 100)).toEqual([7, 0, 1, 0]);
    expect(at("train", 100)).toEqual([0, 0, 0, 0]);
    expect([...outcomes.kind]).toEqual([1, 1, 255]);
  });

  it("adds up over its blocks, and is empty of none", () => {
    const outcomes = cubeOf([BLOCK, BLOCK]);
    expect([...matrix(outcomes, inSplit(SPLITS, "all"), 50, 2)]).toEqual([14, 0, 2, 0]);
    expect(cubeOf([]).size).toBe(0);
  });

  it.each(cases)("holds what Python sent: $about", async (one) => {
    expect(changesOf(cubeOf(blocksOf(one)))).toEqual(one.changes);
    const blocks = await Promise.all(one.framed.map(packed));
    expect(blocks.every(isPacked)).toBe(true);
    expect(changesOf(cubeOf(await Promise.all(blocks.map(unpacked))))).toEqual(one.changes);
  });

  it("is left as it is where it travelled plain", async () => {
    expect(isPacked(BLOCK)).toBe(false);
    expect(await unpacked(BLOCK)).toBe(BLOCK);
  });

  it("is refused where it arrived damaged", async () => {
    const block = { gzip: wireColumn("uint8", [31, 139, 8, 0]) };
    await expect(unpacked(block)).rejects.toThrow();
  });
});
