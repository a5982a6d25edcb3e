/** "label", "model": which of the two is wrong, said by a press; the same pair on a card and in the large view. */

import { button, el, set } from "./dom";

export interface VerdictButtons {
  readonly node: HTMLElement;
  /** `what`: as it is called for screen readers; `said`: the value of the button that is pressed. */
  update(what: string, said: string | undefined): void;
}

/** Buttons of the name "verdict" whose values are "label" and "model"; `tabindex`: that of both. */
export function verdictButtons(tabindex: 0 | -1): VerdictButtons {
  const buttons = ["label", "model"].map((value) => {
    const title = `The ${value} is wrong (${value[0]?.toUpperCase()})`;
    return button({ name: "verdict", value, tabindex, title }, value);
  });
  const node = el("div.verdict", { role: "group" }, "wrong:", ...buttons);
  return {
    node,
    update(what, said) {
      set(node, { "aria-label": `What is wrong: ${what}` });
      for (const own of buttons) set(own, { "aria-pressed": own.value === said });
    },
  };
}
