/** "Most confused": the worst pairs in words. */

import { type CellCount, cellKind, TONES } from "../engine/cells";
import { cellWords } from "../engine/cellWords";
import type { Header } from "../engine/header";
import { whole } from "../engine/numbers";
import type { Context } from "../state/session";
import { el, onButton, set } from "../ui/dom";
import { watch } from "../ui/effect";
import { focused, hasFocus } from "../ui/focus";
import { selectMode } from "../ui/keys";
import { bar, pick, press } from "./parts";

/** Letters that half of a narrow panel has room for. */
const LONG = 26;

/** The list of pairs; each is a button that selects its cell. */
export function mostConfused({ state, derived, actions, signal }: Context): HTMLElement {
  const list = el("ol.pairs");
  const none = el("p", {}, "No errors among these images.");
  watch(signal, () => {
    const header = state.header.value;
    const pairs = derived.mostConfused.value;
    // Mix-ups stand first, so the first need not be the largest.
    const most = Math.max(...pairs.map(({ count }) => count));
    const { value } = (focused(list) ?? {}) as Partial<HTMLButtonElement>;
    const hadFocus = hasFocus(list);
    list.replaceChildren(...pairs.map((pair, i) => pairNode(pair, i, most, header)));
    const buttons = list.querySelectorAll("button");
    set(list, { "data-long": [...buttons].some(({ title }) => title.length > LONG) });
    if (hadFocus) (buttons[Number(value)] ?? buttons[0])?.focus();
    none.hidden = pairs.length > 0;
  });
  watch(signal, () => {
    const chosen = new Set(state.facets.cells.value.map(String));
    const pairs = derived.mostConfused.value;
    press(list, ({ value }) => {
      const pair = pairs[Number(value)];
      return chosen.has(`${pair?.actual},${pair?.predicted}`);
    });
  });
  const select = ({ value }: HTMLButtonElement, event: MouseEvent) => {
    const pair = derived.mostConfused.peek()[Number(value)];
    if (pair) actions.select("cells", [[pair.actual, pair.predicted]], selectMode(event));
  };
  onButton(list, select, signal);
  return el("section", { "aria-label": "Most confused" }, list, none);
}

function pairNode({ actual, predicted, count }: CellCount, i: number, most: number, header: Header): HTMLElement {
  const words = cellWords(actual, predicted, header);
  const button = pick(words, words, { name: "pair", value: i });
  const tone = TONES[cellKind(actual, predicted, header.background)];
  button.append(bar(most, [[tone, count]]), el("b", {}, whole(count)));
  return el("li", {}, button);
}
