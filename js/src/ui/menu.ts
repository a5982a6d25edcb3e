/** A button that opens a short list of things to do. */

import { button, el, setText } from "./dom";
import { popupMenu } from "./popupMenu";

export interface MenuItem {
  readonly text: string;
  /** What was done, in words, said beside the button; nothing where it is seen. */
  readonly run: () => string | Promise<string>;
}

const SHOWN_MS = 2500;

/** `label` says in full what the short `text` means; `items` is asked each time the menu opens. */
export function menu(text: string, label: string, items: () => readonly MenuItem[], signal: AbortSignal): HTMLElement {
  const opener = button({ class: "quiet", "aria-label": label }, text);
  const answer = el("span.menu-answer", { role: "status" });
  let current: readonly MenuItem[] = [];
  const buttons = () => {
    current = items();
    return current.map((item, i) => button({ role: "menuitem", tabindex: -1, value: i }, item.text));
  };
  const choose = async ({ value }: HTMLButtonElement) => {
    const item = current[Number(value)];
    if (!item) return;
    setText(answer, await item.run());
    setTimeout(() => setText(answer, ""), SHOWN_MS);
  };
  return el("div.menu", {}, answer, opener, popupMenu({ opener, label, items: buttons, choose }, signal));
}
