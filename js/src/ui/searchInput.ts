/** An input to search with, the same in every view. */

import { el } from "./dom";

/** `label` says in full what the short `placeholder` means. */
export function searchInput(label: string, placeholder: string): HTMLInputElement {
  return el("input.search", {
    type: "search",
    "aria-label": label,
    placeholder,
    spellcheck: "false",
    autocomplete: "off",
  });
}
