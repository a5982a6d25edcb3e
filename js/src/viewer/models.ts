/** One of two models in place of the other: by a press, or by the keys 1 and 2. */

import type { KeyBinding } from "../state/keys";
import type { Context } from "../state/session";
import { el, setText } from "../ui/dom";
import { watch } from "../ui/effect";
import { segmented } from "../ui/segmented";
import type { Viewing } from "./viewing";

/** Hidden where there is one model; it says which is on show whenever that changes. */
export function createModels({ state, signal }: Context, { flip }: Viewing): HTMLElement {
  const choice = segmented<string>({ label: "Model", look: "pill", signal, choose: flip });
  const said = el("span.unseen", { role: "status" });
  const node = el("div.models", {}, choice.node, said);
  watch(signal, () => {
    const parts = state.parts.value;
    const { model } = state.shown.value;
    node.hidden = parts.length < 2;
    choice.update(
      parts.map(({ name }, i) => ({ value: name, text: name, title: `Show its predictions (${i + 1})` })),
      model,
    );
    setText(said, `${model} is shown`);
  });
  return node;
}

export function modelKeys({ state }: Context, { flip }: Viewing, within: HTMLElement): KeyBinding[] {
  const when = () => state.parts.peek().length > 1;
  return ["1", "2"].map((key, i) => ({
    ...{ keys: [key], within, when, place: "Large view" },
    words: `The ${i === 0 ? "first" : "second"} of two models`,
    run: () => flip(state.parts.peek()[i]?.name ?? ""),
  }));
}
