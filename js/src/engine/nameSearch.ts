/** Which names hold a text: looked for in their bytes, because decoding a million strings takes long. */

import { Strings } from "../data/strings";
import type { Mask } from "./mask";
import { range } from "./numbers";

const CAPITALS = /[A-Z]+/g;
const FOLDED = new WeakMap<Strings, Strings>();

/** NFC with ASCII capitals made small; other letters keep their case, in both languages alike. */
export function folded(text: string): string {
  return text.normalize("NFC").replace(CAPITALS, (found) => found.toLowerCase());
}

/** Take out of `mask` every row whose name does not contain the query. */
export function keepMatching(mask: Mask, names: Strings, query: string): void {
  const { data, offsets } = allFolded(names);
  const needle = new TextEncoder().encode(folded(query));
  for (let row = 0; row < mask.length; row++) {
    if (mask[row] && !holds(data, needle, offsets[row] as number, offsets[row + 1] as number)) mask[row] = 0;
  }
}

/** Is the needle within data[from..to]? In UTF-8 no character is found in the middle of another. */
function holds(data: Uint8Array, needle: Uint8Array, from: number, to: number): boolean {
  const size = needle.length;
  for (let start = from; start <= to - size; start++) {
    let i = 0;
    while (i < size && data[start + i] === needle[i]) i++;
    if (i === size) return true;
  }
  return false;
}

/** Once a column: the next key press asks again. */
function allFolded(names: Strings): Strings {
  const known = FOLDED.get(names) ?? foldedOnce(names);
  FOLDED.set(names, known);
  return known;
}

function foldedOnce(names: Strings): Strings {
  const { data, offsets } = names;
  if (data.some((byte) => byte > 127))
    return Strings.of(range(0, names.length - 1).map((row) => folded(names.at(row))));
  return new Strings(
    data.map((byte) => (byte >= 65 && byte <= 90 ? byte + 32 : byte)),
    offsets,
  );
}
