/** "Most confused": the worst pairs in words. */

import type { Cell } from "../engine/counts";
import type { Header } from "../engine/header";
import { whole } from "../engine/numbers";
import { cellWords } from "../engine/words";
import type { Context } from "../state/session";
import { el, on, set } from "../ui/dom";
import { watch } from "../ui/effect";

const MOST = 10;

export function worst(ctx: Context): HTMLElement {
  const { state, derived, actions, signal } = ctx;
  const list = el("ol", { class: "pairs" });
  const none = el("p", {}, "No errors among these images.");
  const node = el(
    "section",
    { class: "worst", "aria-label": "Most confused" },
    el("h3", {}, "Most confused"),
    list,
    none,
  );
  watch(signal, () => {
    const header = state.header.value;
    const pairs = derived.worst.value.slice(0, MOST);
    const most = pairs[0]?.count ?? 1;
    const focused = [...list.querySelectorAll("button")].findIndex((button) => button.matches(":focus"));
    list.replaceChildren(...pairs.map((pair, i) => pairNode(pair, i, most, header)));
    if (focused >= 0) (list.querySelectorAll("button")[focused] ?? list.querySelector("button"))?.focus();
    none.hidden = pairs.length > 0;
  });
  watch(signal, () => {
    const chosen = new Set(state.cells.value.map(([actual, predicted]) => `${actual},${predicted}`));
    // Read so that a redrawn list is marked again.
    derived.worst.value.slice(0, MOST).forEach(({ actual, predicted }, i) => {
      const button = list.children[i]?.querySelector("button");
      if (button) set(button, { "aria-pressed": chosen.has(`${actual},${predicted}`) });
    });
  });
  on(
    list,
    "click",
    (event) => {
      const button = (event.target as Element).closest("button");
      const pair = button && derived.worst.peek()[Number(button.value)];
      if (!pair) return;
      const isMore = event.ctrlKey || event.metaKey || event.shiftKey;
      actions.selectCells([[pair.actual, pair.predicted]], isMore ? "toggle" : "replace");
    },
    signal,
  );
  return node;
}

function pairNode({ actual, predicted, count }: Cell, i: number, most: number, header: Header): HTMLElement {
  const words = cellWords(actual, predicted, header);
  const kind = predicted === header.background ? "missed" : "wrong";
  const bar = el("i", { "data-kind": kind });
  bar.style.setProperty("--share", String(count / most));
  const text = el("span", { class: "words", title: words }, words);
  return el("li", {}, el("button", { type: "button", value: i }, text, bar, el("b", {}, whole(count))));
}
