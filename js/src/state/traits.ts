/** The traits that both sides write, facets among them, and where their values stand here. */

import type { Signal } from "@preact/signals-core";
import { isSet } from "../engine/facets/facet";
import { type Selection, signalOf } from "./selection";

export interface SharedTrait {
  readonly trait: string;
  /** The value as it is sent. */
  read(): unknown;
  take(sent: unknown): void;
}

/** Those that this front end knows. */
export function ownTraits(state: Selection): readonly SharedTrait[] {
  const { split, confidence, model: shown, baseline, baselineConfidence, compared } = state;
  const { page, pageSize, open, openPixels, view, marks, verdicts, elsewhere } = state;
  const signals = {
    ...{ split, confidence, model: shown, baseline, baseline_confidence: baselineConfidence, compared },
    ...{ page, page_size: pageSize, open, open_pixels: openPixels, view, marks, verdicts, elsewhere },
  };
  return [
    ...Object.entries(signals).map(([trait, value]) => own(trait, value as Signal<unknown>)),
    ...state.registry.filter(({ trait }) => !trait).map(({ name }) => own(name, signalOf(state, name))),
    whereTrait(state),
  ];
}

function own(trait: string, value: Signal<unknown>): SharedTrait {
  return {
    trait,
    read: () => value.value,
    take(sent) {
      value.value = sent;
    },
  };
}

/** Its entries are facets; those that this front end does not have are kept, and sent back as they came. */
function whereTrait(state: Selection): SharedTrait {
  const facets = state.registry.filter(({ trait }) => trait === "where");
  const isOwn = (name: string, value: unknown) =>
    facets.some((facet) => facet.name === name && (facet.accepts?.(value) ?? true));
  return {
    trait: "where",
    read() {
      const known = facets.map(({ name }): [string, unknown] => [name, signalOf(state, name).value]);
      const others = Object.entries(state.unknown.value).filter(
        ([name]) => state.unknown.value[name]?.trait === "where",
      );
      const entries = [...known, ...others.map(([name, { value }]): [string, unknown] => [name, value])];
      return Object.fromEntries(entries.filter(([, value]) => isSet(value)));
    },
    take(sent) {
      const entries = Object.entries(sent as Readonly<Record<string, unknown>>);
      const known = new Map(entries.filter(([name, value]) => isOwn(name, value)));
      for (const { name, empty } of facets) signalOf(state, name).value = known.get(name) ?? empty;
      const kept = Object.entries(state.unknown.value).filter(([, { trait }]) => trait !== "where");
      const others = entries.filter(([name]) => !known.has(name));
      state.unknown.value = {
        ...Object.fromEntries(kept),
        ...Object.fromEntries(others.map(([name, value]) => [name, { trait: "where", value }])),
      };
    },
  };
}
