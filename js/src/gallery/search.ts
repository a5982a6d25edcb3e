/** Searching images by name. */

import type { Context } from "../state/session";
import { el, on } from "../ui/dom";
import { watch } from "../ui/effect";

export function createSearch({ state, actions, signal }: Context): HTMLElement {
  const input = el("input", {
    type: "search",
    class: "search",
    "aria-label": "Search image names",
    placeholder: "search names",
    spellcheck: "false",
    autocomplete: "off",
  });
  // Half a composed letter is no query yet; the last input event of a composition is.
  const search = (event: Event) => {
    if (!(event as InputEvent).isComposing) actions.setQuery(input.value);
  };
  on(input, "input", search, signal);
  on(input, "compositionend", () => actions.setQuery(input.value), signal);
  watch(signal, () => {
    if (input.value !== state.query.value) input.value = state.query.value;
  });
  return input;
}
