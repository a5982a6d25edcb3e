/** What there is to choose of a facet where rows stay with Python: who watches it has it asked for. */

import { computed, type ReadonlySignal, signal } from "@preact/signals-core";
import type { SentLevels } from "./sent";
import type { State } from "./state";

/** As it came last; undefined: nothing did. To be called once a facet. */
export function levelsOf({ levelsAsked, sentLevels }: State, name: string): ReadonlySignal<SentLevels | undefined> {
  const ask = (...wanted: readonly string[]) => {
    levelsAsked.value = [...levelsAsked.peek().filter((other) => other !== name), ...wanted];
  };
  const watched = signal(name, { watched: () => ask(name), unwatched: () => ask() });
  return computed(() => sentLevels.value[watched.value]);
}
