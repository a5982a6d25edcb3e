/** The dialog "Keys": every key of the widget, and what it does. */

import { button, el, fill, on } from "./dom";
import { atEnd } from "./effect";
import { deepFocused } from "./focus";

export interface KeyLine {
  readonly keys: readonly string[];
  readonly words: string;
  readonly place?: string;
}

export interface KeyList {
  open(lines: readonly KeyLine[]): void;
  close(): void;
}

const EVERYWHERE = "Anywhere";

/** A closed dialog in `frame`; `closed` runs whenever it has been closed. */
export function keyList(frame: HTMLElement, closed: () => void, signal: AbortSignal): KeyList {
  const close = button({ class: "sign", "aria-label": "Close", title: "Close" }, "×");
  const body = el("div.key-groups");
  const head = el("div.view-head", {}, el("h2", {}, "Keys"), el("div.end", {}, close));
  const node = el("dialog.keys", { "aria-label": "Keys" }, head, body);
  let opener: Element | undefined;
  on(close, "click", () => node.close(), signal);
  on(node, "pointerdown", (event) => event.target === node && node.close(), signal);
  const ended = () => {
    closed();
    if (opener instanceof HTMLElement) opener.focus({ preventScroll: true });
  };
  on(node, "close", ended, signal);
  atEnd(signal, () => node.close());
  frame.append(node);
  return {
    open(lines) {
      if (node.open) return;
      opener = deepFocused();
      fill(body, groupsOf(lines));
      node.showModal();
    },
    close: () => node.close(),
  };
}

/** Lines with the same words are one, whose keys stand side by side. */
function groupsOf(lines: readonly KeyLine[]): HTMLElement[] {
  const places = new Map<string, Map<string, Set<string>>>();
  for (const { keys, words, place = EVERYWHERE } of lines) {
    const own = places.get(place) ?? new Map<string, Set<string>>();
    places.set(place, own);
    own.set(words, new Set([...(own.get(words) ?? []), ...keys]));
  }
  return Array.from(places, ([place, entries]) => {
    const rows = Array.from(entries, ([words, keys]) =>
      el("div", {}, el("dt", {}, ...signs(keys)), el("dd", {}, words)),
    );
    return el("section", {}, el("h3", {}, place), el("dl", {}, ...rows));
  });
}

function signs(keys: ReadonlySet<string>): HTMLElement[] {
  return Array.from(keys, (key) =>
    el("kbd", { "data-key": key }, (key.length > 1 ? key.split("+") : [key]).map(signOf).join(" ")),
  );
}

const SIGNS: Readonly<Record<string, string>> = {
  ArrowLeft: "←",
  ArrowRight: "→",
  ArrowUp: "↑",
  ArrowDown: "↓",
  Escape: "Esc",
  PageUp: "Page up",
  PageDown: "Page down",
  " ": "Space",
};

function signOf(key: string): string {
  const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent);
  if (key === "Ctrl") return isMac ? "⌘" : key;
  return SIGNS[key] ?? (key.length === 1 ? key.toUpperCase() : key);
}
