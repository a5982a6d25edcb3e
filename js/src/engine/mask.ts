/** Which images are in: one byte each, so that a million are looked through in a millisecond. */

/** 1 is in, 0 is out. */
export type Mask = Uint8Array;

/** Take out of `mask` every row that is not wanted. */
export function keep(mask: Mask, isWanted: (row: number) => boolean): void {
  for (let row = 0; row < mask.length; row++) {
    if (mask[row] && !isWanted(row)) mask[row] = 0;
  }
}

/** The rows that are in the mask, ascending. */
export function rowsOf(mask: Mask): Uint32Array<ArrayBuffer> {
  const rows = new Uint32Array(mask.length);
  let size = 0;
  for (let row = 0; row < mask.length; row++) {
    if (mask[row]) rows[size++] = row;
  }
  return size === rows.length ? rows : rows.slice(0, size);
}

/** How many rows are in the mask. */
export function countOf(mask: Mask): number {
  let count = 0;
  for (let row = 0; row < mask.length; row++) count += mask[row] as number;
  return count;
}
