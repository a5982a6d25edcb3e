/** What was left out of the evaluation or looked odd, folded away until asked for. */

import { counted } from "../engine/numbers";
import type { Context } from "../state/session";
import { el } from "../ui/dom";
import { watch } from "../ui/effect";

export function notices({ state, signal }: Context): HTMLElement {
  const node = el("details.notices");
  watch(signal, () => {
    const all = state.header.value.notices;
    node.hidden = all.length === 0;
    const list = el("ul", {}, ...all.map((notice) => el("li", {}, notice)));
    node.replaceChildren(el("summary", {}, counted(all.length, "notices")), list);
  });
  return node;
}
