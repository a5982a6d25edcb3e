import { expect, test } from "vitest";
import { Strings } from "../../src/data/strings";
import type { Images } from "../../src/data/tables";
import { csv, imageRows } from "../../src/engine/csv";

test("quotes what needs it and ends lines as RFC 4180 says", () => {
  expect(csv([["a", 'say "hi"', "x,y", "two\nlines", 3]])).toBe('a,"say ""hi""","x,y","two\nlines",3\r\n');
});

test("a text that a spreadsheet would run is disarmed, a negative number is not", () => {
  expect(csv([["=1+1", "+cmd", "-x", "@sum", "\tx", -5]])).toBe("'=1+1,'+cmd,'-x,'@sum,'\tx,-5\r\n");
});

test("0/0 is an empty field", () => {
  expect(csv([[Number.NaN, 0]])).toBe(",0\r\n");
});

test("one row an image, in the order given", () => {
  const images = {
    id: Strings.of(["a", "b", "c"]),
    name: Strings.of(["one.png", "two.png", "three.png"]),
    split: Uint8Array.of(2, 0, 3),
  } as unknown as Images;
  const tallies = { tp: Float64Array.of(1, 0, 0), fp: Float64Array.of(1, 0, 0), fn: Float64Array.of(0, 0, 1) };
  expect(imageRows(images, [1, 0, 2], tallies).slice(1)).toEqual([
    ["two.png", "b", "train", 0, 0, 0, Number.NaN, Number.NaN, Number.NaN],
    ["one.png", "a", "test", 1, 1, 0, 0.5, 1, 2 / 3],
    ["three.png", "c", "", 0, 0, 1, Number.NaN, 0, 0],
  ]);
});
