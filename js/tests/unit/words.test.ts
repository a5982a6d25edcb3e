/** Sentences about names that would turn the words beside them around. */

import { expect, test } from "vitest";
import type { CellIndex } from "../../src/engine/cells";
import { isolated } from "../../src/engine/cellWords";
import { cells } from "../../src/engine/facets/cells";
import { tableOf } from "../../src/matrix/model/table";
import { labelOf, lineName, tipOf } from "../../src/matrix/model/words";
import { headerOf, readVector, vectorImages } from "./vectors";

const header = headerOf(readVector("bidi"));
const size = header.classes.length;
const view = { sort: "errors", colour: "f1", normalize: "actual", diagonal: true } as const;
const table = tableOf(new Float64Array(size * size).fill(1), header, view);

/** What a sentence says once everything isolated is taken out: no sign may be left without its other half. */
function outside(sentence: string): string {
  return sentence.replaceAll(/\u2068[^\u2066-\u2069]*\u2069/g, "…");
}
const STRAY = /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\u{1e900}]/u;

test("labels, tips and chips keep such names apart", () => {
  const line = header.order.map((predicted): CellIndex => [0, predicted]);
  const images = vectorImages(readVector("bidi"));
  const chips = cells.chips(line, { header, images, inSplit: new Uint8Array(1) });
  const sentences = [
    ...header.order.flatMap((_, row) => [labelOf(table, row * size), labelOf(table, row), lineName("\u202e", true)]),
    ...header.order.flatMap((_, row) => [...tipOf(table, { row, column: 0 }), ...tipOf(table, { row, column: -1 })]),
    ...chips.map(({ text }) => text),
  ];
  expect(sentences.filter((sentence) => STRAY.test(outside(sentence)))).toEqual([]);
  expect(outside(chips[0]?.text ?? "")).toBe("actual …, 10 cells");
});

test("other names stay as they are", () => {
  for (const name of ["cat", "猫と犬", "café", "👩‍👩‍👧‍👦 family", "a\nb", "\ud800"]) expect(isolated(name)).toBe(name);
});

test("a name that nobody could see is told", () => {
  for (const name of ["", " ", "\u200b", "\u200b\ufeff\u2060", "\u3164", "\ufe0f", "\u2800", "\u00ad\t"])
    expect(isolated(name)).toBe("(no name)");
});
