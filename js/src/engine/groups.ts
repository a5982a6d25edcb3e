/** Rows sorted into numbered groups, in two passes and without an array a group. */

import { at, grow } from "./counts";

/** The rows of group `g` are rows[starts[g] .. starts[g + 1]]. */
export interface Groups {
  readonly starts: Uint32Array;
  readonly rows: Uint32Array;
}

/** The rows 0..size, each in the group that `groupOf` says; within a group they ascend. */
export function grouped(size: number, groups: number, groupOf: (row: number) => number): Groups {
  const starts = new Uint32Array(groups + 1);
  for (let row = 0; row < size; row++) grow(starts, groupOf(row) + 1, 1);
  for (let group = 0; group < groups; group++) grow(starts, group + 1, at(starts, group));
  const next = starts.slice();
  const rows = new Uint32Array(size);
  for (let row = 0; row < size; row++) {
    const group = groupOf(row);
    rows[at(next, group)] = row;
    grow(next, group, 1);
  }
  return { starts, rows };
}

export function rowsIn({ starts, rows }: Groups, group: number): Uint32Array {
  return rows.subarray(starts[group], starts[group + 1]);
}

/** The same for groups of any key and few items. */
export function groupedBy<Key, Item>(items: Iterable<Item>, keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
