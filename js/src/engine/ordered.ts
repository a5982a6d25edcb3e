/** Rows in an order: all of them, or those of one page at their places among many. */

/** Rows one after the other. */
export type Rows = ArrayLike<number> & Iterable<number>;

export interface Ordered extends ArrayLike<number>, Iterable<number> {
  indexOf(row: number): number;
  findIndex(isIt: (row: number, place: number) => boolean): number;
  subarray(first: number, last: number): Rows;
}

/** `rows` stand from place `first` on, among `length`; nothing is known of the others. */
export function pageOf(rows: readonly number[], first: number, length: number): Ordered {
  const placed = (found: number) => (found < 0 ? found : first + found);
  return {
    ...Object.fromEntries(rows.map((row, i) => [first + i, row])),
    length,
    [Symbol.iterator]: () => rows[Symbol.iterator](),
    indexOf: (row) => placed(rows.indexOf(row)),
    findIndex: (isIt) => placed(rows.findIndex((row, i) => isIt(row, first + i))),
    subarray: (from, to) => rows.slice(Math.max(0, from - first), Math.max(0, to - first)),
  };
}
