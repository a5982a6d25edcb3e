/** Turning pages: first, previous, numbers, next, last. */

import type { Context } from "../state/session";
import { el, on, set } from "../ui/dom";
import { watch } from "../ui/effect";
import { refill } from "../ui/focus";
import { pagesToShow } from "./words";

const TURNS = [
  { name: "First page", sign: "«", target: () => 1 },
  { name: "Previous page", sign: "‹", target: (page: number) => page - 1 },
  { name: "Next page", sign: "›", target: (page: number) => page + 1 },
  { name: "Last page", sign: "»", target: (_: number, count: number) => count },
] as const;

export function createPages({ derived, actions, signal }: Context): HTMLElement {
  const node = el("nav", { class: "pages", "aria-label": "Pages" });
  const turns = TURNS.map(({ name, sign }) => el("button", { type: "button", "aria-label": name, title: name }, sign));
  // Kept, so that the number one has just pressed keeps the focus.
  const numbers = new Map<number, HTMLButtonElement>();
  const numberOf = (number: number) => {
    const button = numbers.get(number) ?? el("button", { type: "button", "aria-label": `Page ${number}` }, number);
    numbers.set(number, button);
    return button;
  };
  watch(signal, () => {
    const [page, count] = [derived.page.value, derived.pageCount.value];
    node.hidden = count === 1;
    TURNS.forEach(({ target }, i) => {
      const to = target(page, count);
      // Not `disabled`: a button that turned the last page would lose the focus.
      const isOff = to === page || to < 1 || to > count;
      const button = turns[i];
      if (button) set(button, { value: to, "aria-disabled": isOff });
    });
    const shown = pagesToShow(page, count).map((number) => {
      if (number === 0) return el("span", { "aria-hidden": true }, "…");
      const button = numberOf(number);
      set(button, { value: number, "aria-current": number === page ? "page" : null });
      return button;
    });
    refill(node, [...turns.slice(0, 2), ...shown, ...turns.slice(2)]);
  });
  const turn = (event: MouseEvent) => {
    const button = (event.target as Element).closest("button");
    if (button && button.getAttribute("aria-disabled") !== "true") actions.setPage(Number(button.value));
  };
  on(node, "click", turn, signal);
  return node;
}
