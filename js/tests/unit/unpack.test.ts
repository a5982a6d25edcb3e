/** What travels compressed comes out as it went in. */

import fc from "fast-check";
import { expect, it } from "vitest";
import { toBase92 } from "../../base92.mjs";
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
