/** The orders of the classes: what each promises, and that planted blocks are found again. */

import { describe, expect, test } from "vitest";
import type { Header } from "../../src/data/wire";
import { classOrder } from "../../src/engine/classOrder";
import { range } from "../../src/engine/numbers";
import { seriated } from "../../src/engine/seriation";
import { createState } from "../../src/state/state";

function headerOf(classes: readonly string[], background: number | null): Header {
  const named = classes.map((_, i) => i).filter((i) => i !== background);
  return {
    ...createState().header.value,
    ...{ classes, background, order: background === null ? named : [...named, background] },
  };
}

describe("orders", () => {
  const header = headerOf(["zebra", "background", "Ant", "\u{1f600}", "\ufb01sh"], 1);
  //                  zebra  nothing  Ant     smile   fish   <- predicted
  const cells = Float64Array.from(
    [
      [...[2, 0, 0, 0, 3]], // zebra
      [...[0, 0, 9, 0, 0]],
      [...[0, 1, 8, 0, 0]], // Ant
      [...[0, 0, 0, 0, 0]],
      [...[0, 0, 0, 0, 5]], // fish
    ].flat(),
  );
  const names = (by: Parameters<typeof classOrder>[2]) =>
    classOrder(cells, header, by).map((index) => header.classes[index]);

  test("as given is the header's own", () => expect(classOrder(cells, header, "given")).toEqual(header.order));
  test("by name means by code point, not by UTF-16 unit", () =>
    expect(names("name")).toEqual(["Ant", "zebra", "\ufb01sh", "\u{1f600}", "background"]));
  test("by frequency means by what really is there, ties as given", () =>
    expect(names("frequency")).toEqual(["Ant", "zebra", "\ufb01sh", "\u{1f600}", "background"]));
  test("by errors means false positives and false negatives", () =>
    expect(names("errors")).toEqual(["Ant", "zebra", "\ufb01sh", "\u{1f600}", "background"]));
  test("similar puts the confused side by side, and what is never confused last", () =>
    expect(names("similar")).toEqual(["zebra", "\ufb01sh", "Ant", "\u{1f600}", "background"]));
  test("misses and false positives tie nobody", () =>
    expect(
      classOrder(Float64Array.of(0, 0, 7, 0, 0, 7, 7, 7, 0), headerOf(["a", "b", "nothing"], 2), "similar"),
    ).toEqual([0, 1, 2]));
  test("there may be no class, one class, no background", () => {
    expect(classOrder(new Float64Array(0), headerOf([], null), "similar")).toEqual([]);
    expect(classOrder(Float64Array.of(3), headerOf(["face"], null), "errors")).toEqual([0]);
  });
});

/** Seeded; the same on every machine. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return state / 4294967296;
  };
}

/** `size` classes in blocks, shuffled: mix-ups mostly within a block, some anywhere. */
function planted(size: number, block: number, mixups: number, noise: number) {
  const random = generator(size + block);
  const place = range(0, size - 1);
  for (let i = size - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [place[i], place[j]] = [place[j] as number, place[i] as number];
  }
  const classAt = place.map((_, at) => place.indexOf(at));
  const blockOf = (index: number) => Math.floor((place[index] as number) / block);
  const cells = new Float64Array(size * size);
  for (let i = 0; i < mixups; i++) {
    const actual = Math.floor(random() * size);
    const near = Math.min(size - 1, blockOf(actual) * block + Math.floor(random() * block));
    const predicted = random() < noise ? Math.floor(random() * size) : (classAt[near] as number);
    if (actual !== predicted) (cells[actual * size + predicted] as number) += 1;
  }
  return { cells, blockOf, header: headerOf(place.map(String), null) };
}

/** How far apart confused classes stand, summed over all confusions. */
function spread(cells: Float64Array, order: readonly number[]): number {
  const place = order.map((_, index) => order.indexOf(index));
  const size = order.length;
  return cells.reduce(
    (sum, count, cell) =>
      sum + count * Math.abs((place[Math.floor(cell / size)] as number) - (place[cell % size] as number)),
    0,
  );
}

test.each([
  [60, 6, 3000, 0.05],
  [300, 5, 9000, 0.1],
  [1203, 6, 20_000, 0.05],
])("%i classes in shuffled blocks of %i: each block stands together again", (size, block, mixups, noise) => {
  const { cells, blockOf, header } = planted(size, block, mixups, noise);
  const order = classOrder(cells, header, "similar");
  expect([...order].sort((a, b) => a - b)).toEqual(header.order);
  const runs = order.filter((index, i) => i === 0 || blockOf(index) !== blockOf(order[i - 1] as number));
  expect(runs).toHaveLength(Math.ceil(size / block));
  expect(spread(cells, order)).toBeLessThan(spread(cells, header.order) / 4);
});

test("a chain of confusions is laid out as a chain, whatever its classes are called", () => {
  const chain = [4, 0, 3, 1, 2];
  const ties = chain.map(() => new Map<number, number>());
  chain.slice(1).forEach((to, i) => {
    const from = chain[i] as number;
    ties[from]?.set(to, 10 - i);
    ties[to]?.set(from, 10 - i);
  });
  const found = seriated(ties);
  expect([chain, [...chain].reverse()]).toContainEqual(found);
});

test("huge counts that round to equals still come to an end", () => {
  const size = 30;
  const random = generator(1);
  const ties = range(1, size).map(() => new Map<number, number>());
  for (let a = 0; a < size; a++) {
    for (let b = 0; b < a; b++) {
      const tie = 2 ** 53 - Math.floor(random() * 3);
      ties[a]?.set(b, tie);
      ties[b]?.set(a, tie);
    }
  }
  expect(new Set(seriated(ties)).size).toBe(size);
});
