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

/** The same of a few rows in a few groups among very many: nothing is as long as these are many. */
export function sparseGroups(groupOf: ArrayLike<number>, rows: ArrayLike<number>): Groups {
  const order = [...Array(rows.length).keys()].sort((a, b) => (groupOf[a] as number) - (groupOf[b] as number));
  const starts: Record<number, number> = {};
  for (const [end, place] of order.entries()) {
    const group = groupOf[place] as number;
    starts[group] ??= end;
    starts[group + 1] = end + 1;
  }
  const sorted = Uint32Array.from(order, (place) => rows[place] as number);
  return { starts: starts as unknown as Groups["starts"], rows: sorted };
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
