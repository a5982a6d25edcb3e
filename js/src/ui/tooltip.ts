/** A card that follows the pointer or the focus; it never takes either. */

import { type Child, el, fill } from "./dom";

export interface Tooltip {
  /** Show beside a point in client coordinates, kept inside the widget. */
  show(clientX: number, clientY: number, ...children: readonly Child[]): void;
  hide(): void;
}

const GAP = 14;

/** `frame` must be positioned; the card is kept inside its width. */
export function tooltip(frame: HTMLElement): Tooltip {
  const card = el("div.tooltip", { "aria-hidden": true, hidden: true });
  frame.append(card);
  return {
    show(clientX, clientY, ...children) {
      fill(card, children);
      card.hidden = false;
      const box = frame.getBoundingClientRect();
      const x = clientX - box.left;
      const y = clientY - box.top;
      const { offsetWidth: width, offsetHeight: height } = card;
      const left = x + GAP + width > box.width ? x - GAP - width : x + GAP;
      const top = y + GAP + height > box.height ? y - GAP - height : y + GAP;
      card.style.transform = `translate(${Math.max(0, left)}px, ${Math.max(0, top)}px)`;
    },
    hide() {
      card.hidden = true;
    },
  };
}
