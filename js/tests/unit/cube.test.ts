/** The edge cube: decoded from plain and compressed blocks, and counted as outcomes are. */

import { describe, expect, it } from "vitest";
import type { WireBlock } from "../../src/data/columns";
import { cubeOf, isPacked, unpacked } from "../../src/data/cube";
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

/** As Python's columns/codec/frames.py frames it, and gzip'd. */
async function packed(block: WireBlock): Promise<WireBlock> {
  const columns = Object.entries(block);
  const buffers = columns.map(([name, { data }]) => ({ path: [name, "data"], size: data.byteLength }));
  const state = Object.fromEntries(columns.map(([name, { dtype }]) => [name, { dtype, data: null }]));
  const bare = JSON.stringify({ state, buffers });
  const text = new TextEncoder().encode(bare.padEnd(Math.ceil((bare.length + 4) / 8) * 8 - 4));
  const parts = columns.flatMap(([, { data }]) => [data, new Uint8Array((8 - (data.byteLength % 8)) % 8)]);
  const framed = new Blob([Uint32Array.of(text.length), text, ...(parts as BlobPart[])]);
  const gzip = await new Response(framed.stream().pipeThrough(new CompressionStream("gzip"))).arrayBuffer();
  return { gzip: { dtype: "uint8", data: gzip } };
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

  it("is the same where it travelled compressed", async () => {
    const block = await packed(BLOCK);
    expect([isPacked(BLOCK), isPacked(block)]).toEqual([false, true]);
    expect(cubeOf([await unpacked(block)])).toEqual(cubeOf([await unpacked(BLOCK)]));
  });

  it("says so where it arrived damaged", async () => {
    const block = { gzip: wireColumn("uint8", [31, 139, 8, 0]) };
    await expect(unpacked(block)).rejects.toThrow("damaged or cut short");
  });
});
