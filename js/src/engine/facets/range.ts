/** Facets that keep outcomes by a number of theirs: the entries of the trait `where`. */

import type { Column } from "../../data/columns";
import { NONE } from "../../data/tables";
import type { OutcomeFacet, Tables } from "./facet";

/** From one end to the other, both included; null: open. */
export interface Range {
  readonly range: readonly [least: number | null, most: number | null];
}

/** The number of an outcome; NaN: it has none, and never passes. */
export type Measure = (outcome: number) => number;

/** What one measures of outcomes, and how it is written. */
interface Measured<Name extends string> {
  readonly name: Name;
  readonly group: "size" | "outcomes";
  /** As it begins a sentence about it, such as "confidence". */
  readonly title: string;
  measure(tables: Pick<Tables, "outcomes" | "objects">): Measure;
  /** A bound as it is compared: in the precision of the column. */
  precise(bound: number): number;
  text(bound: number): string;
  /** What follows the numbers, once: " %". */
  readonly unit: string;
  /** Is it the square of a length? Then a histogram's bins are equal in their roots: most areas are small. */
  readonly isArea?: true;
}

/** A facet of what is measured of outcomes: ranges of it can be chosen, and a histogram drawn. */
export interface RangeFacet<Name extends string = string> extends OutcomeFacet<Name, Range | null>, Measured<Name> {
  readonly name: Name;
  readonly group: "size" | "outcomes";
}

/** A facet of a number: its chip says "confidence at least 30 %", "IoU .1 to .5". */
export function rangeFacet<Name extends string>(own: Measured<Name>): RangeFacet<Name> {
  return {
    ...own,
    trait: "where",
    empty: null,
    accepts: (value) => Array.isArray((value as Partial<Range>).range),
    test(value, tables) {
      const [least, most] = value?.range ?? [null, null];
      const from = least === null ? Number.NEGATIVE_INFINITY : own.precise(least);
      const to = most === null ? Number.POSITIVE_INFINITY : own.precise(most);
      const measure = own.measure(tables);
      return (row) => {
        const number = measure(row);
        return from <= number && number <= to;
      };
    },
    chips: (value) => [{ text: `${own.title} ${rangeText(value, own)}`, look: "range", left: null }],
  };
}

/** "at least 30 %", ".1 to .5", "of any value". */
export function rangeText(value: Range | null, { text, unit }: Pick<Measured<string>, "text" | "unit">): string {
  const [least, most] = value?.range ?? [null, null];
  if (least !== null && most !== null) return `${text(least)} to ${text(most)}${unit}`;
  if (least !== null) return `at least ${text(least)}${unit}`;
  return most === null ? "of any value" : `at most ${text(most)}${unit}`;
}

/** A number of the object that an outcome names in a column; NaN: it names none. */
export function ofObject(references: Column, numbers: Column): Measure {
  return (row) => (isNamed(references, row) ? (numbers[references[row] as number] ?? Number.NaN) : Number.NaN);
}

/** Does an outcome name an object in this column? A source without objects has no such column. */
export function isNamed(references: Column, row: number): boolean {
  return (references[row] ?? NONE) !== NONE;
}
