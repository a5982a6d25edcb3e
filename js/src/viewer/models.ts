/** One of two models in place of the other: by a press, or by the keys 1 and 2. */

import type { KeyBinding } from "../state/keys";
import type { Context } from "../state/session";
import { el, setText } from "../ui/dom";
import { watch } from "../ui/effect";
import { segmented } from "../ui/segmented";
import type { Viewing } from "./viewing";

/** Hidden where nothing is compared; it says which is in front whenever that changes. */
export function createModels({ state, signal }: Context, { flip, front }: Viewing): HTMLElement {
  const choice = segmented<string>({ label: "Model", look: "pill", signal, choose: flip });
  const said = el("span.unseen", { role: "status" });
  const node = el("div.models", {}, choice.node, said);
  watch(signal, () => {
    const two = state.two.value;
    node.hidden = !two;
    if (!two) return;
    const { name } = two[front.value];
    choice.update(
      namesOf(state).map((text, i) => ({ value: text, text, title: `In front (${i + 1})` })),
      name,
    );
    setText(said, `${name} is in front`);
  });
  return node;
}

export function modelKeys({ state }: Context, { flip }: Viewing, within: HTMLElement): KeyBinding[] {
  return ["1", "2"].map((key, i) => ({
    ...{ keys: [key], within, when: () => state.two.peek() !== null, place: "Large view" },
    words: `The ${i === 0 ? "first" : "second"} of two models`,
    run: () => flip(namesOf(state)[i] ?? ""),
  }));
}

const namesOf = ({ parts }: Context["state"]) => parts.value.map(({ name }) => name);
