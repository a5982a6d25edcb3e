/** Tables as CSV text (RFC 4180), for the matrix and the selection. */

import type { Images } from "../data/tables";
import { SPLITS } from "../data/tables";
import { at, rates, type Tallies, tallyOf } from "./counts";
import { type Header, namesOf } from "./header";

/** A number, or a text that needs quotes where it holds commas, quotes or line breaks. */
export type Field = string | number;

/** A spreadsheet takes a text that begins like this for a formula and runs it when the file is opened. */
const FORMULA = /^[=+\-@\t\r]/;
const SPECIAL = /[",\r\n]/;

/**
 * Rows as CSV text. NaN becomes an empty field.
 *
 * Names come from data sets and services that nobody vetted, and a CSV is opened in a spreadsheet
 * sooner or later: a text that begins like a formula gets an apostrophe in front (OWASP, "CSV
 * Injection"). That changes such a name; numbers, which may be negative, are never touched.
 */
export function csv(rows: Iterable<readonly Field[]>): string {
  return Array.from(rows, (row) => `${row.map(fieldText).join(",")}\r\n`).join("");
}

function fieldText(field: Field): string {
  if (typeof field === "number") return Number.isNaN(field) ? "" : String(field);
  const safe = FORMULA.test(field) ? `'${field}` : field;
  return SPECIAL.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The counts with class names around them, in display order: a row an actual class. */
export function matrixRows(cells: Float64Array, header: Header): Field[][] {
  const { classes, order } = header;
  const names = namesOf(header);
  const counts = (actual: number) => order.map((predicted) => at(cells, actual * classes.length + predicted));
  return [["actual \\ predicted", ...names], ...order.map((actual, row) => [names[row] ?? "", ...counts(actual)])];
}

/** One row an image: name, split, and what is right and wrong in it. */
export function imageRows(images: Images, rows: Iterable<number>, tallies: Tallies): Field[][] {
  const head = ["name", "id", "split", "tp", "fp", "fn", "precision", "recall", "f1"];
  const body = Array.from(rows, (row): Field[] => {
    const { precision, recall, f1 } = rates(tallies, row);
    const split = SPLITS[at(images.split, row)] ?? "";
    return [images.name.at(row), images.id.at(row), split, ...tallyOf(tallies, row), precision, recall, f1];
  });
  return [head, ...body];
}

/** A float32 in the fewest digits that give it again. */
export function shortest(value: number): number {
  if (Math.fround(value) !== value) return value;
  let digits = 1;
  while (digits < 9 && Math.fround(Number(value.toPrecision(digits))) !== value) digits++;
  return Number(value.toPrecision(digits));
}
