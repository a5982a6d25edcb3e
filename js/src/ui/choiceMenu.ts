/** A choice of one among several, as a button that opens a list of them. */

import { button, el, set, setText } from "./dom";
import { popupMenu } from "./popupMenu";
import type { Option } from "./segmented";

export interface ChoiceMenu {
  readonly node: HTMLElement;
  /** Draw the button with this text; `chosen` may be none of the options: then nothing is pressed. */
  update(text: string, chosen: string): void;
}

export interface ChoiceMenuSettings<Value extends string> {
  /** Accessible name of the list, and of the button with what is chosen. */
  readonly label: string;
  readonly options: readonly Option<Value>[];
  readonly signal: AbortSignal;
  readonly choose: (value: Value) => void;
}

/** A button without text; `update` draws it. */
export function choiceMenu<Value extends string>(settings: ChoiceMenuSettings<Value>): ChoiceMenu {
  const { label, options, signal, choose } = settings;
  const text = el("span");
  const opener = button({ class: "choice" }, text, el("span", { "aria-hidden": true }, " ▾"));
  let current = "";
  const items = () =>
    options.map(({ value, text: own, title }) =>
      button({ role: "menuitemradio", tabindex: -1, value, title, "aria-checked": value === current }, own),
    );
  const list = popupMenu({ opener, label, items, choose: ({ value }) => choose(value as Value) }, signal);
  return {
    node: el("div.menu", {}, opener, list),
    update(shown, chosen) {
      current = chosen;
      const option = options.find(({ value }) => value === chosen);
      setText(text, shown);
      set(opener, { title: option?.title, "aria-label": option ? `${label}: ${option.text}` : label });
      opener.toggleAttribute("data-chosen", option !== undefined);
    },
  };
}
