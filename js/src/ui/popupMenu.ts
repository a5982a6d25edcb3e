/** The list of a button: opened by it, walked by arrows, left by Escape, a choice or a look elsewhere. */

import { el, on, onButton, set } from "./dom";
import { moveAmong } from "./keys";

export interface PopupMenu {
  readonly opener: HTMLButtonElement;
  /** What the list holds, in full. */
  readonly label: string;
  /** Asked each time it opens: buttons with a role of menus. */
  readonly items: () => readonly HTMLButtonElement[];
  /** The list is closed then, and the focus is on its button again. */
  readonly choose: (item: HTMLButtonElement) => void;
}

/** The list; whoever made it puts it beside the button, both in one positioned element. */
export function popupMenu({ opener, label, items, choose }: PopupMenu, signal: AbortSignal): HTMLElement {
  const list = el("div.menu-list", { role: "menu", "aria-label": label });
  set(opener, { "aria-haspopup": "menu" });
  const toggle = (isOpen: boolean) => {
    list.hidden = !isOpen;
    set(opener, { "aria-expanded": isOpen });
  };
  const open = () => {
    list.replaceChildren(...items());
    toggle(true);
    const chosen = list.querySelector<HTMLElement>("[aria-checked=true]");
    (chosen ?? list.querySelector("button"))?.focus();
  };
  const close = () => {
    toggle(false);
    opener.focus();
  };
  const leave = ({ relatedTarget }: FocusEvent) => {
    const isInside = list.contains(relatedTarget as Node) || relatedTarget === opener;
    if (!isInside) toggle(false);
  };
  const pick = (item: HTMLButtonElement) => {
    close();
    choose(item);
  };
  toggle(false);
  on(opener, "click", () => (list.hidden ? open() : close()), signal);
  onButton(list, pick, signal);
  on(list, "keydown", (event) => press(event, list, close), signal);
  on(list, "focusout", leave, signal);
  on(opener, "focusout", leave, signal);
  return list;
}

function press(event: KeyboardEvent, list: HTMLElement, close: () => void): void {
  if (event.key === "Escape") close();
  else if (!moveAmong(list, event, { isRing: true })) return;
  event.preventDefault();
  event.stopPropagation();
}
