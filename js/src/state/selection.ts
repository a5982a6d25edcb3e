/** What a user chooses: the question (split, threshold, facets), the page, the looks. Both sides write it. */

import { type Signal, signal } from "@preact/signals-core";
import {
  DEFAULT_PAGE_SIZE,
  ELSEWHERE_DEFAULT,
  type Elsewhere,
  MARKS_DEFAULT,
  type Marks,
  VERDICTS_DEFAULT,
  type Verdicts,
  VIEW_DEFAULT,
  type View,
} from "../data/wire";
import type { FacetName, FacetValues } from "../engine/facets";
import { type Choice, type Facet, isSet } from "../engine/facets/facet";

/** The signal of each facet, by its name. */
export type FacetSignals = { readonly [Name in FacetName]: Signal<FacetValues[Name]> };

export interface UnknownFacet {
  readonly trait: string;
  readonly value: unknown;
}

export interface Selection {
  readonly split: Signal<string>;
  /** Integer percent. */
  readonly confidence: Signal<number>;
  /** Of several models the one that is asked for; null: the last. */
  readonly model: Signal<string | null>;
  /** The one that it is compared with; null: none. */
  readonly baseline: Signal<string | null>;
  /** Integer percent of the baseline; null: the same. */
  readonly baselineConfidence: Signal<number | null>;
  /** Is the difference of the two on show? */
  readonly compared: Signal<boolean>;
  /** What each facet is set to. */
  readonly facets: FacetSignals;
  /** All facets there are: what iterates over them reads this. */
  readonly registry: readonly Facet[];
  /** Facets that are set and that this front end does not have, by name: kept as they came. */
  readonly unknown: Signal<Readonly<Record<string, UnknownFacet>>>;
  readonly page: Signal<number>;
  readonly pageSize: Signal<number>;
  /** The row of the image shown large. */
  readonly open: Signal<number | null>;
  /** The instance of that image which the large view goes to, an outcome row; null: none. The browser's alone. */
  readonly openInstance: Signal<number | null>;
  /** Pixels that the longer side of its picture should have; null: what comes first will do. */
  readonly openPixels: Signal<number | null>;
  readonly view: Signal<View>;
  readonly marks: Signal<Marks>;
  readonly verdicts: Signal<Verdicts>;
  /** What is marked and judged of the own objects of the model that is not on show. */
  readonly elsewhere: Signal<Elsewhere>;
}

/** Nothing chosen yet, of these facets. */
export function createSelection(registry: readonly Facet[]): Selection {
  return {
    split: signal("test"),
    confidence: signal(20),
    model: signal(null),
    baseline: signal(null),
    baselineConfidence: signal(null),
    compared: signal(false),
    facets: Object.fromEntries(registry.map(({ name, empty }) => [name, signal(empty)])) as unknown as FacetSignals,
    registry,
    unknown: signal({}),
    page: signal(1),
    pageSize: signal<number>(DEFAULT_PAGE_SIZE),
    open: signal(null),
    openInstance: signal(null),
    openPixels: signal(null),
    view: signal(VIEW_DEFAULT),
    marks: signal<Marks>(MARKS_DEFAULT),
    verdicts: signal<Verdicts>(VERDICTS_DEFAULT),
    elsewhere: signal<Elsewhere>(ELSEWHERE_DEFAULT),
  };
}

/** The signal of a facet that is known from the registry alone. */
export function signalOf(selection: Selection, name: string): Signal<unknown> {
  return (selection.facets as Readonly<Record<string, Signal<unknown>>>)[name] as Signal<unknown>;
}

/** The facet of that name, which is in every registry. */
export function facetOf({ registry }: Selection, name: FacetName): Facet {
  return registry.find((facet) => facet.name === name) as Facet;
}

/** Those of the facets that are set. */
export function choicesOf<Of extends Facet>(selection: Selection, facets: readonly Of[]): Choice<Of>[] {
  return facets.flatMap((facet) => {
    const { value } = signalOf(selection, facet.name);
    return isSet(value) ? [{ facet, value }] : [];
  });
}

/** Is a facet, or a trait of facets, one that this front end has? */
export function isKnown({ registry }: Selection, name: string): boolean {
  return registry.some((facet) => facet.name === name || facet.trait === name);
}
