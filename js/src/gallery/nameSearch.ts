/** Searching images by name. */

import type { Context } from "../state/session";
import { on } from "../ui/dom";
import { watch } from "../ui/effect";
import { searchInput } from "../ui/searchInput";

/** The box that filters images by their names, as one types. */
export function createSearch({ state, actions, signal }: Context): HTMLElement {
  const input = searchInput("Search image names", "search names");
  // What an input method is still composing is no query yet; the event that ends the composition is one.
  const search = (event: Event) => {
    if (!(event as InputEvent).isComposing) actions.set("query", input.value);
  };
  on(input, "input", search, signal);
  on(input, "compositionend", () => actions.set("query", input.value), signal);
  watch(signal, () => {
    if (input.value !== state.facets.query.value) input.value = state.facets.query.value;
  });
  return input;
}
