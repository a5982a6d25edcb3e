/** The words for a cell of the matrix, the same in Python and on screen. */

import type { Header } from "./header";

/** "3 predicted as 8", "3 missed", "8 where nothing was", "3 correct". */
export function cellWords(actual: number, predicted: number, header: Header): string {
  const truth = header.classes[actual] ?? "";
  const answer = header.classes[predicted] ?? "";
  if (actual === predicted) return `${truth} correct`;
  if (predicted === header.background) {
    return header.task === "classification" ? `${truth}, no prediction` : `${truth} missed`;
  }
  if (actual === header.background) return `${answer} where nothing was`;
  return `${truth} predicted as ${answer}`;
}
