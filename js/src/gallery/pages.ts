/** Turning pages: first, previous, numbers, next, last. */

import { range, whole } from "../engine/numbers";
import type { Context } from "../state/session";
import { button, el, onButton, set, setText } from "../ui/dom";
import { watch } from "../ui/effect";
import { refill } from "../ui/focus";
import { roving } from "../ui/roving";

const TURNS = [
  { name: "First page", sign: "«", target: () => 1 },
  { name: "Previous page", sign: "‹", target: (page: number) => page - 1 },
  { name: "Next page", sign: "›", target: (page: number) => page + 1 },
  { name: "Last page", sign: "»", target: (_: number, count: number) => count },
] as const;

/** The row of buttons, and for readers the page in words; hidden while there is one page. */
export function createPages({ derived, actions, signal }: Context): HTMLElement {
  const node = el("nav.pages", { "aria-label": "Pages" });
  const buttons = el("span.turns");
  const settle = roving(buttons, signal, "[aria-current]");
  // It stays where it is: of what comes anew nothing is read out.
  const spoken = el("span.unseen", { role: "status" });
  const turns = TURNS.map(({ name, sign }) => button({ "aria-label": name, title: name }, sign));
  // Kept, so that the number one has just pressed keeps the focus.
  const numbers = new Map<number, HTMLButtonElement>();
  const numberOf = (number: number) => {
    const own = numbers.get(number) ?? button({ "aria-label": `Page ${number}` }, whole(number));
    numbers.set(number, own);
    return own;
  };
  watch(signal, () => {
    const [page, count] = [derived.page.value, derived.pageCount.value];
    node.hidden = count === 1;
    setText(spoken, `page ${whole(page)} of ${whole(count)}`);
    TURNS.forEach(({ target }, i) => {
      const to = target(page, count);
      // Not `disabled`: a button that turned the last page would lose the focus.
      const isOff = to === page || to < 1 || to > count;
      const turn = turns[i];
      if (turn) set(turn, { value: to, "aria-disabled": isOff });
    });
    const shown = pagesToShow(page, count).map((number) => {
      if (number === 0) return el("span", { "aria-hidden": true }, "…");
      const own = numberOf(number);
      set(own, { value: number, "aria-current": number === page ? "page" : null });
      return own;
    });
    refill(buttons, [...turns.slice(0, 2), ...shown, ...turns.slice(2)]);
    settle();
  });
  node.append(buttons, spoken);
  const turnTo = ({ value, ariaDisabled }: HTMLButtonElement) =>
    ariaDisabled === "true" || actions.setPage(Number(value));
  onButton(node, turnTo, signal);
  return node;
}

/** Page numbers to offer, at most seven; 0 stands for a gap. */
export function pagesToShow(page: number, count: number): number[] {
  if (count <= 7) return range(1, count);
  const first = Math.min(Math.max(2, page - 1), count - 4);
  const last = Math.max(Math.min(count - 1, page + 1), 5);
  const head = first > 3 ? [1, 0] : [1, ...(first === 3 ? [2] : [])];
  const tail = last < count - 2 ? [0, count] : [...(last === count - 2 ? [count - 1] : []), count];
  return [...head, ...range(first, last), ...tail];
}
