/** Facets that Python has set and that this front end does not have: what that means, and what to do. */

import type { Context } from "../state/session";
import { el, setText } from "../ui/dom";
import { watch } from "../ui/effect";
import { unknownText } from "./sentences";

/** The sentence; hidden while every facet that is set is known. */
export function unknownFacets({ state, signal }: Context): HTMLElement {
  const node = el("p.unknown", { role: "status" });
  watch(signal, () => {
    const names = Object.keys(state.unknown.value);
    setText(node, unknownText(names));
    node.hidden = names.length === 0;
  });
  return node;
}
