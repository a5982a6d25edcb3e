/** What travels compressed comes out as it went in. */

import fc from "fast-check";
import { expect, it } from "vitest";
import { toBase91 } from "../../base91.mjs";
import { fromBase91 } from "../../src/host/unpack";

it("reads every run of bytes that the build can write, in characters that nothing escapes", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const text = toBase91(bytes);
      expect(text).not.toMatch(/["<\\\s]/);
      expect([...fromBase91(text)]).toEqual([...bytes]);
    }),
  );
});
