/** A button that opens a short list of things to do. */

import { el, on, set } from "./dom";

export interface MenuItem {
  readonly text: string;
  readonly run: () => void;
}

/** `items` is asked each time the menu opens. */
export function menu(label: string, items: () => readonly MenuItem[], signal: AbortSignal): HTMLElement {
  const button = el(
    "button",
    { type: "button", class: "quiet", "aria-haspopup": "menu", "aria-expanded": false },
    label,
  );
  const list = el("div", { class: "menu-list", role: "menu", "aria-label": label, hidden: true });
  const node = el("div", { class: "menu" }, button, list);
  const entries = () => [...list.querySelectorAll("button")];
  const close = (isFocusKept: boolean) => {
    if (list.hidden) return;
    list.hidden = true;
    set(button, { "aria-expanded": false });
    if (isFocusKept) button.focus();
  };
  const open = () => {
    list.replaceChildren(...items().map((item) => entry(item, () => close(true), signal)));
    list.hidden = false;
    set(button, { "aria-expanded": true });
    entries()[0]?.focus();
  };
  on(button, "click", () => (list.hidden ? open() : close(true)), signal);
  on(
    node,
    "focusout",
    (event) => {
      if (!node.contains(event.relatedTarget as Node | null)) close(false);
    },
    signal,
  );
  on(
    node,
    "keydown",
    (event) => {
      if (event.key === "Escape" && !list.hidden) {
        event.stopPropagation();
        close(true);
      }
      moveFocus(event, entries());
    },
    signal,
  );
  return node;
}

function entry(item: MenuItem, close: () => void, signal: AbortSignal): HTMLButtonElement {
  const button = el("button", { type: "button", role: "menuitem", tabindex: -1 }, item.text);
  on(
    button,
    "click",
    () => {
      close();
      item.run();
    },
    signal,
  );
  return button;
}

function moveFocus(event: KeyboardEvent, entries: readonly HTMLElement[]): void {
  const here = entries.indexOf(event.target as HTMLElement);
  if (here < 0) return;
  const last = entries.length - 1;
  const targets: Readonly<Record<string, number>> = {
    ArrowDown: here === last ? 0 : here + 1,
    ArrowUp: here === 0 ? last : here - 1,
    Home: 0,
    End: last,
  };
  const target = targets[event.key];
  if (target === undefined) return;
  event.preventDefault();
  entries[target]?.focus();
}
