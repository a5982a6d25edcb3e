/** Rows sorted into numbered groups, in two passes and without an array a group. */

/** The rows of group `g` are rows[starts[g] .. starts[g + 1]]. */
export interface Groups {
  readonly starts: Uint32Array<ArrayBuffer>;
  readonly rows: Uint32Array<ArrayBuffer>;
}

/** The rows of `groupOf`, each in the group that it says; within a group they ascend. */
export function grouped(groupOf: ArrayLike<number>, groups: number): Groups {
  const size = groupOf.length;
  // One place ahead: after the second pass each start has moved to where its group begins.
  const starts = new Uint32Array(groups + 2);
  for (let row = 0; row < size; row++) (starts[(groupOf[row] as number) + 2] as number)++;
  for (let group = 2; group <= groups + 1; group++) (starts[group] as number) += starts[group - 1] as number;
  const rows = new Uint32Array(size);
  for (let row = 0; row < size; row++) rows[(starts[(groupOf[row] as number) + 1] as number)++] = row;
  return { starts: starts.subarray(0, groups + 1), rows };
}

/** The rows of one group, as a view of the index; none for a group that does not exist. */
export function rowsIn({ starts, rows }: Groups, group: number): Uint32Array<ArrayBuffer> {
  // For a group beyond the last, undefined would mean all rows.
  return rows.subarray(starts[group] ?? rows.length, starts[group + 1] ?? rows.length);
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
