/** Whether the numbers of a matrix are written in its cells, and how: all of them, or none. */

import { compact, whole } from "../../engine/numbers";
import { SEAMED_CELL } from "./geometry";
import { signWidths } from "./measure";
import type { Table } from "./table";

/** As they are; "1.2k" from a thousand on; "1k"; not at all. */
export type Form = "full" | "tenths" | "whole" | "none";

export interface Numbers {
  readonly form: Form;
  /** Of the digits, in pixels; 0 without them. */
  readonly size: number;
}

export const NO_NUMBERS: Numbers = { form: "none", size: 0 };

/** In this order: the whole number as long as it can be read well, then a shorter one, then small ones. */
const TRIED: readonly Numbers[] = (
  [
    ["full", [11, 10, 9]],
    ["tenths", [11, 10, 9]],
    ["full", [8]],
    ["tenths", [8]],
    ["whole", [11, 10, 9, 8]],
  ] as const
).flatMap(([form, sizes]) => sizes.map((size) => ({ form, size })));

/** On each side of a number. */
const PAD = 0.5;
/** Above and below its digits, which have no letters' tails. */
const LEADING = 1;

/** From text to its width, as a share of the size of its letters. */
export type WidthOf = (text: string) => number;

export function digitWidths(font: string): WidthOf {
  return signWidths(".,kMGT<–+−", font);
}

/**
 * The way in which the longest number stands in its cell; where there is none, no cell shows one: a matrix that leaves
 * out its largest numbers and keeps the small ones would be read wrong.
 */
export function numbersIn(table: Pick<Table, "most" | Written>, cell: number, widthOf: WidthOf): Numbers {
  const room = cell - (cell < SEAMED_CELL ? 0 : 1);
  const stands = ({ form, size }: Numbers) =>
    size + LEADING <= room && size * Math.max(...longest(table, form).map(widthOf)) + 2 * PAD <= room;
  return TRIED.find(stands) ?? NO_NUMBERS;
}

/** How a table writes its numbers: counts or shares, and whether each has a sign. */
type Written = "by" | "before";

/** The texts that no text of a matrix is wider than, by the largest value in it. */
function longest(table: Pick<Table, "most" | Written>, form: Form): string[] {
  const own = (most: number) => numberText(most, table, form);
  const { most, by, before } = table;
  const texts = () => {
    if (by !== "count") return [own(most), own(1e-9)];
    // Of equally many digits all are as wide; "1.2k" is wider than "12k", and stands below it.
    if (form === "full" || most < 1000) return [own(most)];
    return [own(most), own(999), own(form === "tenths" ? 8800 : 8000), most >= 1e6 ? own(888_000) : ""];
  };
  // A fall has the other sign.
  return before ? texts().flatMap((text) => [text, text.replace("+", MINUS)]) : texts();
}

export const MINUS = "−";

/** What is written for a value that is not 0, with its sign where it is a difference; a dash for 0/0. */
export function numberText(value: number, { by, before }: Pick<Table, Written>, form: Form): string {
  if (form === "none" || value === 0) return "";
  if (Number.isNaN(value)) return "–";
  const size = Math.abs(value);
  const sign = value < 0 ? MINUS : before ? "+" : "";
  return sign + (by === "count" ? countText(size, form) : size < 0.005 ? "<1" : (size * 100).toFixed(0));
}

function countText(count: number, form: Form): string {
  return form === "full" ? whole(count) : compact(count, form === "tenths" ? 1 : 0);
}
