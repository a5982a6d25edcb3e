/** The tick that marks what a card shows. */

import { button, el, set } from "../ui/dom";

export interface Tick {
  readonly node: HTMLButtonElement;
  /** `what`: as it is called for screen readers; `canBe`: is there anything to mark? */
  update(what: string, isMarked: boolean, canBe?: boolean): void;
}

/** Reached by the pointer, and from its card by the key. */
export function createTick(): Tick {
  const node = button({ class: "mark-it", tabindex: -1 }, el("span", { "aria-hidden": true }, "✓"));
  return {
    node,
    update(what, isMarked, canBe = true) {
      node.hidden = !canBe;
      const title = isMarked ? "Marked (M)" : "Mark (M), with shift up to here";
      set(node, { "aria-label": `Mark ${what}`, "aria-pressed": isMarked, title });
    },
  };
}
