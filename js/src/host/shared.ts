/** The traits that both sides write, facets among them, and where their values stand here. */

import { computed, type ReadonlySignal, type Signal } from "@preact/signals-core";
import { isSet } from "../engine/facets/facet";
import { isKnown, signalOf } from "../state/selection";
import type { State } from "../state/state";
import type { Model } from "./model";

export interface SharedTrait {
  readonly trait: string;
  /** The value as it is sent. */
  read(): unknown;
  take(sent: unknown): void;
}

/** All of them; their number grows when a header names a facet that this front end does not have. */
export function sharedTraits(model: Model, state: State): ReadonlySignal<readonly SharedTrait[]> {
  const { split, confidence, model: shown, baseline, baselineConfidence, compared } = state;
  const { page, pageSize, open, openPixels, view, marks, verdicts, elsewhere } = state;
  const signals = {
    ...{ split, confidence, model: shown, baseline, baseline_confidence: baselineConfidence, compared },
    ...{ page, page_size: pageSize, open, open_pixels: openPixels, view, marks, verdicts, elsewhere },
  };
  const traits = [
    ...Object.entries(signals).map(([trait, value]) => own(trait, value as Signal<unknown>)),
    ...state.registry.filter(({ trait }) => !trait).map(({ name }) => own(name, signalOf(state, name))),
    whereTrait(state),
  ];
  const names = computed(() => JSON.stringify(state.header.value.facets.filter((name) => !isKnown(state, name))));
  return computed(() => {
    const unknown: string[] = JSON.parse(names.value);
    return [...traits, ...unknown.map((name) => unknownTrait(model, state, name))];
  });
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
function whereTrait(state: State): SharedTrait {
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

/** It can be told of and cleared, and nothing else. */
function unknownTrait(model: Model, state: State, name: string): SharedTrait {
  return {
    trait: name,
    read() {
      const found = state.unknown.value[name];
      // An entry of `where` that the header names is not a trait of its own.
      return found?.trait === name ? found.value : emptied(model.get(name));
    },
    take(value) {
      const { [name]: _, ...others } = state.unknown.value;
      state.unknown.value = isSet(value) ? { ...others, [name]: { trait: name, value } } : others;
    },
  };
}

/** The empty value of the same type. */
function emptied(value: unknown): unknown {
  if (Array.isArray(value)) return [];
  if (typeof value === "string") return "";
  return typeof value === "object" && value !== null ? {} : value === undefined ? undefined : null;
}
