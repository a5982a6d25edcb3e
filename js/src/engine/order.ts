/** The gallery's order by radix sorts, whose time grows in proportion to the images. */

import { joined } from "../data/columns";
import type { Strings } from "../data/strings";
import type { View } from "../data/wire";
import { at, errorsOf, f1Of, type Tallies } from "./counts";
import { grouped, rowsIn } from "./groups";
import type { Visible } from "./scope";

type Rows = Uint32Array<ArrayBuffer>;

/** Most errors (FP + FN), lowest F1, or name; of two models the most errors more, or fewer, than under a baseline. */
export type Sort = View["sort"];

/** Does an order of images ask what changed from a baseline? */
export function isOfTwo(sort: Sort): boolean {
  return sort === "regressed" || sort === "fixed";
}

/**
 * Rows of images in gallery order; ties by image row. `before`: the tallies under a baseline; without, what is about
 * two models is by most errors.
 */
export function ordered(
  { mask, rows }: Pick<Visible, "mask" | "rows">,
  sort: Sort,
  names: Strings,
  tallies: Tallies,
  before?: Tallies,
): Uint32Array {
  if (sort === "name") return byName(names).filter((row) => mask[row]);
  const keys = new Float64Array(rows.length);
  const less = isOfTwo(sort) ? before : undefined;
  let [least, most] = [0, 0];
  for (let i = 0; i < keys.length; i++) {
    const row = rows[i] as number;
    const key = sort === "f1" ? f1Of(tallies, row) : errorsOf(tallies, row) - (less ? errorsOf(less, row) : 0);
    keys[i] = Number.isNaN(key) ? Number.POSITIVE_INFINITY : key;
    if (key > most) most = key;
    if (key < least) least = key;
  }
  const isLowFirst = sort === "f1" || (less && sort === "fixed");
  for (let i = 0; i < keys.length; i++) keys[i] = isLowFirst ? at(keys, i) - least : most - at(keys, i);
  return byKey(keys).map((i) => rows[i] as number);
}

/** Places of the keys, the least or the highest first; equal keys keep their order. No key may be negative. */
export function byKey(keys: Float64Array<ArrayBuffer>, isHighFirst = false): Rows {
  // The bits of positive numbers sort as the numbers do.
  const digits = new Uint16Array(keys.buffer);
  if (isHighFirst) for (let i = 0; i < digits.length; i++) digits[i] = ~(digits[i] as number);
  let order = upTo(keys.length);
  for (let digit = 0; digit < 4; digit++) order = byDigit(order, 2 ** 16, (i) => digits[4 * i + digit] as number);
  return order;
}

const BY_NAME = new WeakMap<Strings, Rows>();

/** All rows by the code points of their names, which is the byte order of UTF-8. Sorted once. */
function byName(names: Strings): Rows {
  const known = BY_NAME.get(names) ?? sortedNames(names);
  BY_NAME.set(names, known);
  return known;
}

function sortedNames({ data, offsets, length }: Strings): Rows {
  // Two bytes a pass, the last ones first. A name joins at the pass of its own end, so that one long name costs little.
  const pairs = upTo(length).map((row) => Math.ceil(((offsets[row + 1] as number) - (offsets[row] as number)) / 2));
  const most = pairs.reduce((a, b) => Math.max(a, b), 0);
  const ending = grouped(pairs, most + 1);
  // 0: the name has ended before.
  const byteAt = (row: number, place: number) => {
    const i = (offsets[row] as number) + place;
    return i < (offsets[row + 1] as number) ? 1 + (data[i] as number) : 0;
  };
  let order = new Uint32Array(0);
  for (let pair = most; pair > 0; pair--) {
    const place = 2 * pair - 2;
    const taking = joined([rowsIn(ending, pair), order]) as Rows;
    order = byDigit(taking, 257 * 257, (row) => 257 * byteAt(row, place) + byteAt(row, place + 1));
  }
  return joined([rowsIn(ending, 0), order]) as Rows;
}

/** One pass of a radix sort, least digit first: stable, and skipped where all have the same digit. */
function byDigit(order: Rows, digits: number, digitOf: (item: number) => number): Rows {
  const starts = new Uint32Array(digits + 1);
  for (let i = 0; i < order.length; i++) (starts[digitOf(order[i] as number) + 1] as number)++;
  if (order.length > 0 && starts[digitOf(order[0] as number) + 1] === order.length) return order;
  for (let digit = 1; digit < digits; digit++) (starts[digit] as number) += starts[digit - 1] as number;
  const sorted = new Uint32Array(order.length);
  for (let i = 0; i < order.length; i++) {
    const item = order[i] as number;
    sorted[(starts[digitOf(item)] as number)++] = item;
  }
  return sorted;
}

function upTo(size: number): Rows {
  const all = new Uint32Array(size);
  for (let i = 0; i < size; i++) all[i] = i;
  return all;
}
