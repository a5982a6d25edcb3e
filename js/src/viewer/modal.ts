/** When the large view is open, in which display, where on the screen, and where the focus returns to. */

import type { Context } from "../state/session";
import { on, style } from "../ui/dom";
import { atEnd, watch } from "../ui/effect";
import { deepFocused } from "../ui/focus";

/**
 * Keep `node`, which is in the page, open while `state.open` names an image; not for `saved`, the one that was open
 * when the display was made: a saved page does not begin with a dialog. `opened` and `closed` run when it is.
 *
 * It is a modal <dialog>: no output area, scrolled or windowed, can cut the browser's top layer.
 */
export function modal(
  node: HTMLDialogElement,
  panel: HTMLElement,
  { state, actions, signal }: Context,
  saved: number | null,
  { opened, closed }: { opened(): void; closed(): void },
): void {
  let ignored = saved;
  let opener: HTMLElement | undefined;
  let last: number | null = null;
  /** The instance that was shown last. */
  let lit: number | null = null;
  const show = () => {
    const before = deepFocused();
    opener = before instanceof HTMLElement ? before : undefined;
    node.showModal();
    place(node, panel, signal);
    opened();
  };
  const hide = () => {
    closed();
    node.close();
    const card = last !== null && opener?.closest("[data-row]") ? cardOf(node, last, lit) : undefined;
    (card ?? opener)?.focus({ preventScroll: card === undefined });
  };
  watch(signal, () => {
    const row = state.open.value;
    if (row !== ignored) ignored = null;
    const isWanted = row !== null && row !== ignored && state.images.value.split[row] !== undefined;
    if (isWanted && !node.open && node.isConnected && isOurs(node)) show();
    if (!isWanted && node.open) hide();
    last = row;
    lit = state.openInstance.value;
  });
  const cancel = (event: Event) => {
    event.preventDefault();
    actions.open(null);
  };
  on(node, "cancel", cancel, signal);
  // The browser closes a dialog by itself when Escape is pressed twice.
  on(node, "close", () => state.open.value !== null && actions.open(null), signal);
  on(node, "pointerdown", (event) => event.target === node && actions.open(null), signal);
  atEnd(signal, () => {
    // Another display may live on, and must be able to open the same image again.
    if (node.open) actions.open(null);
    node.remove();
  });
}

/**
 * What opens the image `row` in the display of `node`, at best at `instance` (an outcome row): where the focus returns
 * to when several were looked through.
 */
function cardOf(node: HTMLElement, row: number, instance: number | null): HTMLElement | undefined {
  const find = (card: string) => node.closest(".lens")?.querySelector<HTMLElement>(`${card} .open`);
  return find(`.instance[data-row="${instance}"]`) ?? find(`[data-image="${row}"]`) ?? undefined;
}

/**
 * All displays of a Lens share what is open, but two modal dialogs would cover each other. The one
 * with the focus opens it; when the focus is in none (Python asked), the first that gets to know.
 */
function isOurs(node: HTMLElement): boolean {
  const focus = deepFocused();
  const home = focus?.closest(".lens");
  return !home || home === node.closest(".lens");
}

/**
 * Put the panel where it is seen: the viewport of an iframe that is as tall as its content (Colab)
 * is mostly off the screen, and only an IntersectionObserver is told which part is not.
 */
function place(node: HTMLElement, panel: HTMLElement, signal: AbortSignal): void {
  const observer = new IntersectionObserver((entries) => {
    observer.disconnect();
    const seen = entries.at(-1)?.intersectionRect;
    if (!seen || seen.height === 0) return;
    style(panel, { "--seen-top": `${seen.top}px`, "--seen-height": `${seen.height}px` });
  });
  observer.observe(node);
  atEnd(signal, () => observer.disconnect());
}
