/** What a facet is: one filter, with everything that the rest of the front end has to know about it. */

import type { Images, Objects, Outcomes } from "../../data/tables";
import type { Header } from "../../data/wire";
import type { Mask } from "../mask";
import type { Told } from "../transitions";

/** What facets are asked about. */
export interface Tables {
  readonly header: Header;
  readonly images: Images;
  readonly outcomes: Outcomes;
  readonly objects: Objects;
  /** What became of the outcomes since a baseline, or in it; left out: nothing is compared. */
  readonly told?: Told | undefined;
  /** Are they those of the baseline? Its predictions stand in other rows of objects than those that traits mean. */
  readonly isBaseline?: boolean;
}

/** Does an outcome pass? */
export type RowTest = (outcome: number) => boolean;

/** A facet in words, or a part of it that can be removed by itself. */
export interface Chip<Value> {
  readonly text: string;
  /** What its mark looks like. */
  readonly look: string;
  /** The value of the facet once the chip is removed. */
  readonly left: Value;
}

/** What the words of a chip may name and count. */
export interface Described {
  readonly header: Header;
  readonly images: Images;
  /** The images of the split on show. */
  readonly inSplit: Mask;
}

interface Common<Name extends string, Value> {
  /** Its name everywhere: as a trait, as an argument in Python, and here. */
  readonly name: Name;
  /** "where": one of the entries of that trait, and no trait of its own. */
  readonly trait?: "where";
  /** Does it ask for nothing but what a cube tells apart? */
  readonly isInCube?: true;
  /** The value that keeps everything. */
  readonly empty: Value;
  /** Is it a value of this facet? A newer Python may set another kind. Left out: any is. */
  accepts?(value: unknown): boolean;
  /** The value as it is kept: within the limits that Python checks. */
  limited?(value: Value): Value;
  chips(value: Value, described: Described): readonly Chip<Value>[];
}

/** A facet of images, group I of the design. */
export interface ImageFacet<Name extends string = string, Value = unknown> extends Common<Name, Value> {
  readonly group: "images";
  /**
   * Take out of `mask` every image that does not pass; the value is not the empty one. `change`, by number, is how the
   * errors of each image changed from a baseline; left out: nothing is compared.
   */
  keep(mask: Mask, value: Value, images: Images, change?: Uint8Array): void;
}

/** A facet of the size of outcomes (group S), or of anything else about them (O). */
export interface OutcomeFacet<Name extends string = string, Value = unknown> extends Common<Name, Value> {
  readonly group: "size" | "outcomes";
  /** Which outcomes pass; the value is not the empty one. */
  test(value: Value, tables: Tables): RowTest;
}

export type Facet<Name extends string = string, Value = unknown> = ImageFacet<Name, Value> | OutcomeFacet<Name, Value>;

/** A facet that is set, and to what. */
export interface Choice<Of extends Facet = Facet> {
  readonly facet: Of;
  readonly value: unknown;
}

/** Does a value, of whatever facet, keep less than everything? */
export function isSet(value: unknown): boolean {
  if (value === null || value === undefined || value === "" || value === false) return false;
  return typeof value !== "object" || Object.keys(value).length > 0;
}
