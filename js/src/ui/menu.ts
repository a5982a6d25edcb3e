/** A button that opens a short list of things to do. */

import { el, on, set, setText } from "./dom";

export interface MenuItem {
  readonly text: string;
  /** What was done, in words, said beside the button. */
  readonly run: () => string | Promise<string>;
}

const SAID_FOR = 2500;

/** `label` says in full what the short `text` means; `items` is asked each time the menu opens. */
export function menu(text: string, label: string, items: () => readonly MenuItem[], signal: AbortSignal): HTMLElement {
  const button = el("button", { type: "button", class: "quiet", "aria-haspopup": "menu", "aria-label": label }, text);
  const list = el("div", { class: "menu-list", role: "menu", "aria-label": label });
  const said = el("span", { class: "menu-said", role: "status" });
  const node = el("div", { class: "menu" }, said, button, list);
  let current: readonly MenuItem[] = [];
  const toggle = (isOpen: boolean) => {
    list.hidden = !isOpen;
    set(button, { "aria-expanded": isOpen });
  };
  const open = () => {
    current = items();
    list.replaceChildren(
      ...current.map((item, i) =>
        el("button", { type: "button", role: "menuitem", tabindex: -1, value: i }, item.text),
      ),
    );
    toggle(true);
    list.querySelector("button")?.focus();
  };
  const close = () => {
    toggle(false);
    button.focus();
  };
  const choose = async (event: Event) => {
    const chosen = (event.target as Element).closest("button");
    const item = chosen && current[Number(chosen.value)];
    if (!item) return;
    close();
    setText(said, await item.run());
    setTimeout(() => setText(said, ""), SAID_FOR);
  };
  toggle(false);
  on(button, "click", () => (list.hidden ? open() : close()), signal);
  on(list, "click", choose, signal);
  on(list, "keydown", (event) => moveFocus(event, list, close), signal);
  on(node, "focusout", ({ relatedTarget }) => node.contains(relatedTarget as Node) || toggle(false), signal);
  return node;
}

function moveFocus(event: KeyboardEvent, list: HTMLElement, close: () => void): void {
  const entries = [...list.querySelectorAll("button")];
  const here = entries.indexOf(event.target as HTMLButtonElement);
  const last = entries.length - 1;
  const targets: Readonly<Record<string, number>> = {
    ArrowDown: here === last ? 0 : here + 1,
    ArrowUp: here === 0 ? last : here - 1,
    Home: 0,
    End: last,
  };
  const target = targets[event.key];
  if (event.key === "Escape") close();
  else entries[target ?? -1]?.focus();
  if (event.key === "Escape" || target !== undefined) {
    event.preventDefault();
    event.stopPropagation();
  }
}
