/** What was left out of the evaluation or looked odd, folded away until asked for. */

import { counted } from "../engine/numbers";
import { isKnown } from "../state/selection";
import type { Context } from "../state/session";
import { el } from "../ui/dom";
import { watch } from "../ui/effect";
import { unknownNotice } from "./sentences";

/** The notices; hidden while there are none. */
export function notices({ state, signal }: Context): HTMLElement {
  const node = el("details.notices");
  watch(signal, () => {
    const { notices: told, facets } = state.header.value;
    // One that is set is told where it is seen.
    const unknown = facets.filter((name) => !isKnown(state, name) && !(name in state.unknown.value));
    const all = [...told, ...unknown.map(unknownNotice)];
    node.hidden = all.length === 0;
    const list = el("ul", {}, ...all.map((notice) => el("li", {}, notice)));
    node.replaceChildren(el("summary", {}, counted(all.length, "notices")), list);
  });
  return node;
}
