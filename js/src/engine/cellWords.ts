/** The words for a cell of the matrix, the same in Python and on screen. */

import { cellKind } from "./cells";
import type { Header } from "./header";

/** Letters written from right to left, and the controls that turn any text around. */
const TURNS =
  /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
/** What would end an isolate, or leave one open, within a name: the controls of other isolates, ends of paragraphs. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they end a paragraph
const ENDS = /[\n\r\x1c-\x1e\x85\u2029\u2066-\u2069]/g;

/** Nothing that can be seen: spaces, controls, and letters and signs of no width or of nothing but width. */
const BLANK = /^(?:[\p{Cc}\p{Cf}\p{Z}\u115f\u1160\u2800\u3164\uffa0]|[\ufe00-\ufe0f]|\u034f|\u17b4|\u17b5)*$/u;

/** The name, or "(no name)" where it has no letter that can be seen: none at all, or zero-width spaces alone. */
export function visible(name: string): string {
  return BLANK.test(name) ? "(no name)" : name;
}

/**
 * A name for use within a sentence: one that could turn around the words beside it is isolated.
 *
 * Other names stay as they are, unless nobody could see them. Source: Unicode Standard Annex 9, section 2.4.
 */
export function isolated(name: string): string {
  const shown = visible(name);
  return TURNS.test(shown) ? `\u2068${shown.replace(ENDS, "")}\u2069` : shown;
}

/** "3 predicted as 8", "3 missed", "8, unlabelled", "3 correct". */
export function cellWords(actual: number, predicted: number, header: Header): string {
  const truth = isolated(header.classes[actual] ?? "");
  const answer = isolated(header.classes[predicted] ?? "");
  const words = {
    correct: `${truth} correct`,
    nothing: `${truth} correct`,
    missed: header.task === "classification" ? `${truth}, no prediction` : `${truth} missed`,
    falsePositive: `${answer}, unlabelled`,
    mixup: `${truth} predicted as ${answer}`,
  };
  return words[cellKind(actual, predicted, header.background)];
}
