/** The traits that both sides write, those among them that this front end knows by their names alone. */

import { computed, type ReadonlySignal } from "@preact/signals-core";
import { isSet } from "../engine/facets/facet";
import { isKnown } from "../state/selection";
import type { State } from "../state/state";
import { ownTraits, type SharedTrait } from "../state/traits";
import type { Model } from "./model";

/** All of them; their number grows when a header names a facet that this front end does not have. */
export function sharedTraits(model: Model, state: State): ReadonlySignal<readonly SharedTrait[]> {
  const traits = ownTraits(state);
  const names = computed(() => JSON.stringify(state.header.value.facets.filter((name) => !isKnown(state, name))));
  return computed(() => {
    const unknown: string[] = JSON.parse(names.value);
    return [...traits, ...unknown.map((name) => unknownTrait(model, state, name))];
  });
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
