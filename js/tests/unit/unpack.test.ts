/** What travels compressed comes out as it went in. */

import fc from "fast-check";
import { expect, it } from "vitest";
import { toBase92 } from "../../base92.mjs";
import { bzip2 } from "../../bzip2.mjs";
import { bunzip2 } from "../../src/host/bunzip2";
import { fromBase92 } from "../../src/host/unpack";

it("reads every run of bytes that the build can write, in characters that nothing escapes", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const text = toBase92(bytes);
      expect(text).not.toMatch(/["<\\]|[^ -~]/);
      expect([...fromBase92(text)]).toEqual([...bytes]);
    }),
  );
});

/** Bytes as texts have them, in runs of every length, too. */
const runs = fc
  .array(fc.tuple(fc.oneof(fc.nat(255), fc.nat(3)), fc.oneof(fc.integer({ min: 1, max: 6 }), fc.constant(700))), {
    minLength: 1,
    maxLength: 200,
  })
  .map((runs) => Uint8Array.from(runs.flatMap(([byte, length]) => new Array<number>(length).fill(byte))));

it("unpacks what the build packs", () => {
  fc.assert(
    fc.property(runs, (bytes) => {
      expect([...bunzip2(bzip2(bytes))]).toEqual([...bytes]);
    }),
    // Each starts a Python.
    { numRuns: 20 },
  );
});

it("takes nothing that is damaged or cut short for what was packed", () => {
  const bytes = Buffer.from("What is damaged is told. ".repeat(40));
  const packed = bzip2(bytes);
  const unpacked = (damaged: Uint8Array) => {
    try {
      return Buffer.from(bunzip2(damaged)).toString();
    } catch {
      return "told";
    }
  };
  for (let at = 10; at < packed.length - 12; at++) {
    expect(() => bunzip2(packed.subarray(0, at))).toThrow("bzip2 ends too soon.");
    const damaged = packed.slice();
    damaged[at] = (damaged[at] ?? 0) ^ 16;
    // Not every bit means something.
    expect(["told", bytes.toString()]).toContain(unpacked(damaged));
  }
});
