/** What the panels share: buttons that select, and bars. */

import { type Attributes, button, el, set, style } from "../ui/dom";

/** A button that selects something in the other views. */
export function pick(text: string, title: string, attributes: Attributes): HTMLButtonElement {
  return button({ title, ...attributes }, el("bdi", {}, text));
}

/** Mark what is selected. */
export function press(node: HTMLElement, isSelected: (button: HTMLButtonElement) => boolean): void {
  for (const each of node.querySelectorAll<HTMLButtonElement>("button[name]")) {
    set(each, { "aria-pressed": isSelected(each) });
  }
}

type Parts = readonly (readonly [look: string, length: number])[];

/** What a row is called, and its bar beside or below. */
export function named(name: HTMLElement, most: number, parts: Parts): HTMLElement {
  return el("div.named", {}, name, bar(most, parts));
}

/** Lengths beside each other, `most` of them filling the width. The numbers stand in words elsewhere. */
export function bar(most: number, parts: Parts): HTMLElement {
  const node = el("div.bar", { "aria-hidden": true });
  for (const [look, length] of parts) {
    if (length <= 0) continue;
    const part = el("i", { class: look });
    part.style.width = `${(100 * length) / most}%`;
    node.append(part);
  }
  return node;
}

/** A rate over its 95 % interval on a line from 0 to 1; without an interval, the rate alone. */
export function rated(text: string, share: number, [low, high]: readonly [low: number, high: number]): HTMLElement {
  if (Number.isNaN(low)) return el("span", {}, text);
  const line = el("i.interval", { "aria-hidden": true });
  style(line, { "--low": low.toFixed(3), "--wide": (high - low).toFixed(3), "--at": share.toFixed(3) });
  return el("span.rated", {}, text, line);
}
