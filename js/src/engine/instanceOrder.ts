/** The order of instances: the highest first, those without a value (NaN) last, ties by row. */

import type { View } from "../data/wire";
import type { Measure } from "./facets/range";
import { byKey } from "./order";

/** Score, IoU or size, each high first. */
export type InstanceSort = View["instance_sort"];

/** All rows, given ascending, in order. No value may be negative. */
export function orderedInstances(rows: Uint32Array, measure: Measure): Uint32Array {
  const valued = new Uint32Array(rows.length);
  const keys = new Float64Array(rows.length);
  const without = new Uint32Array(rows.length);
  let [size, rest] = [0, 0];
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number;
    const value = measure(row);
    if (Number.isNaN(value)) without[rest++] = row;
    else {
      valued[size] = row;
      // A zero has no sign here.
      keys[size++] = value + 0;
    }
  }
  const order = byKey(keys.slice(0, size), true);
  const ordered = new Uint32Array(rows.length);
  for (let i = 0; i < size; i++) ordered[i] = valued[order[i] as number] as number;
  ordered.set(without.subarray(0, rest), size);
  return ordered;
}

const BUCKETS = 2 ** 16;

/**
 * Those from place `first` to `last` of the order, without the whole of it: of a million one looks at a page.
 *
 * Half the bits of a positive number in single precision say between which others it stands: only those that share
 * the bits of the page are sorted.
 */
export function instancesBetween(rows: Uint32Array, measure: Measure, first: number, last: number): Uint32Array {
  const keys = new Float32Array(rows.length);
  for (let i = 0; i < keys.length; i++) keys[i] = measure(rows[i] as number);
  const halves = new Uint16Array(keys.buffer);
  // Whatever its bits, no value comes last.
  const bucketOf = (i: number) => (Number.isNaN(keys[i]) ? 0 : 1 + ((halves[2 * i + 1] as number) & 0x7fff));
  const counts = new Uint32Array(BUCKETS);
  for (let i = 0; i < keys.length; i++) (counts[bucketOf(i)] as number)++;
  // The buckets that the page lies in, and how many stand before them.
  let [high, before] = [BUCKETS - 1, 0];
  while (high > 0 && before + (counts[high] as number) <= first) before += counts[high--] as number;
  let [low, end] = [high, before + (counts[high] as number)];
  while (low > 0 && end < last) end += counts[--low] as number;
  const found: { readonly row: number; readonly value: number }[] = [];
  for (let i = 0; i < keys.length; i++) {
    const bucket = bucketOf(i);
    const row = rows[i] as number;
    if (low <= bucket && bucket <= high) found.push({ row, value: bucket === 0 ? -1 : measure(row) });
  }
  // A stable sort: ties stay by row.
  found.sort((a, b) => b.value - a.value);
  return Uint32Array.from(found.slice(first - before, last - before), ({ row }) => row);
}
