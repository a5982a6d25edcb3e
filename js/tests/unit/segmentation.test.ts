/** Segmentations as they come from Python, and the colours of their pixels. */

import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { segmentationOf } from "../../src/data/segmentation";
import { hueOf } from "../../src/pictures/segmentation";

interface Case {
  readonly pixels: readonly (readonly number[])[];
  readonly data: readonly number[];
}

const VECTOR = new URL("../../../tests/vectors/pictures/segmentations.json", import.meta.url);

it("unpacks what Python packed", () => {
  const { cases } = JSON.parse(readFileSync(VECTOR, "utf8")) as { readonly cases: readonly Case[] };
  for (const { pixels, data } of cases) {
    const found = segmentationOf(data);
    expect([found.width, found.height]).toEqual([pixels[0]?.length, pixels.length]);
    expect([...found.values]).toEqual(pixels.flat());
  }
});

it("gives classes colours of their own", () => {
  const hues = Array.from({ length: 40 }, (_, label) => hueOf(label));
  expect(new Set(hues.map(String)).size).toBe(40);
  for (const part of hues.flat()) expect(part).toBeGreaterThanOrEqual(0);
  for (const part of hues.flat()) expect(part).toBeLessThanOrEqual(255);
});
