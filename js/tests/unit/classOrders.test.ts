/** The orders of the classes are those of Python, to the last place: tests/vectors/orders/classes.json. */

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type ClassOrder, classOrder } from "../../src/engine/classOrder";
import type { Header } from "../../src/engine/header";
import { headerOf } from "./vectors";

interface Case {
  readonly about: string;
  readonly header: Pick<Header, "task" | "classes" | "background" | "mixups">;
  readonly matrix: readonly (readonly number[])[];
  readonly orders: Readonly<Record<ClassOrder, readonly number[]>>;
}

const FILE = new URL("../../../tests/vectors/orders/classes.json", import.meta.url);
const CASES: readonly Case[] = JSON.parse(readFileSync(FILE, "utf8")).cases;

test.each(CASES)("$about", ({ header, matrix, orders }) => {
  const cells = Float64Array.from(matrix.flat());
  const found = Object.keys(orders).map((by) => [by, classOrder(cells, ordered(header), by as ClassOrder)]);
  expect(Object.fromEntries(found)).toEqual(orders);
});

function ordered(header: Case["header"]): Header {
  const { classes, background } = header;
  const named = classes.map((_, i) => i).filter((i) => i !== background);
  return headerOf({ header, order: background === null ? named : [...named, background], images: { split: [] } });
}
