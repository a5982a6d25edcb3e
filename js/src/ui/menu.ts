/** A button that opens a short list of things to do. */

import { button, el, on, onButton, set, setText } from "./dom";
import { movedIndex } from "./keys";

export interface MenuItem {
  readonly text: string;
  /** What was done, in words, said beside the button. */
  readonly run: () => string | Promise<string>;
}

const SHOWN_MS = 2500;

/** `label` says in full what the short `text` means; `items` is asked each time the menu opens. */
export function menu(text: string, label: string, items: () => readonly MenuItem[], signal: AbortSignal): HTMLElement {
  const opener = button({ class: "quiet", "aria-haspopup": "menu", "aria-label": label }, text);
  const list = el("div.menu-list", { role: "menu", "aria-label": label });
  const answer = el("span.menu-answer", { role: "status" });
  const node = el("div.menu", {}, answer, opener, list);
  let current: readonly MenuItem[] = [];
  const toggle = (isOpen: boolean) => {
    list.hidden = !isOpen;
    set(opener, { "aria-expanded": isOpen });
  };
  const open = () => {
    current = items();
    list.replaceChildren(...current.map((item, i) => button({ role: "menuitem", tabindex: -1, value: i }, item.text)));
    toggle(true);
    list.querySelector("button")?.focus();
  };
  const close = () => {
    toggle(false);
    opener.focus();
  };
  const choose = async ({ value }: HTMLButtonElement) => {
    const item = current[Number(value)];
    if (!item) return;
    close();
    setText(answer, await item.run());
    setTimeout(() => setText(answer, ""), SHOWN_MS);
  };
  toggle(false);
  on(opener, "click", () => (list.hidden ? open() : close()), signal);
  onButton(list, choose, signal);
  on(list, "keydown", (event) => press(event, list, close), signal);
  on(node, "focusout", ({ relatedTarget }) => node.contains(relatedTarget as Node) || toggle(false), signal);
  return node;
}

function press(event: KeyboardEvent, list: HTMLElement, close: () => void): void {
  const entries = [...list.querySelectorAll("button")];
  const target = movedIndex(event.key, entries.indexOf(event.target as HTMLButtonElement), entries.length);
  if (event.key === "Escape") close();
  else if (target === undefined) return;
  else entries.at(target % entries.length)?.focus();
  event.preventDefault();
  event.stopPropagation();
}
