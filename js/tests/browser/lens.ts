/** A mounted case, and how tests find their way in it. */

import { onTestFinished } from "vitest";
import { adoptStyles } from "../../src/appearance";
import { mountLens } from "../../src/layout";
import type { Session } from "../../src/state/session";
import { sessionOf } from "./cases";

export interface Mounted {
  readonly root: ShadowRoot;
  readonly session: Session;
  readonly end: () => void;
  one<Found extends HTMLElement>(selector: string): Found;
  all(selector: string): HTMLElement[];
  /** The cell labelled "actual A, predicted B: ...". */
  cell(actual: string, predicted: string): HTMLElement;
  cells(): string[];
}

export async function mounted(name: string, width = 1000): Promise<Mounted> {
  const life = new AbortController();
  onTestFinished(() => life.abort());
  return mountedSession(sessionOf(name, life.signal), width);
}

/** Any session, mounted the same way. */
export async function mountedSession(session: Session, width = 1000): Promise<Mounted> {
  const life = new AbortController();
  const host = document.createElement("div");
  host.dataset["theme"] = "light";
  host.style.width = `${width}px`;
  document.body.append(host);
  const root = host.attachShadow({ mode: "open" });
  adoptStyles(root);
  mountLens(root, session, life.signal);
  const end = () => {
    life.abort();
    host.remove();
  };
  onTestFinished(end);
  // Sizes arrive with the next frames.
  await frames(3);
  const all = (selector: string) => [...root.querySelectorAll<HTMLElement>(selector)];
  const one = <Found extends HTMLElement>(selector: string) => {
    const found = root.querySelector<Found>(selector);
    if (!found) throw new Error(`Nothing matches ${selector}.`);
    return found;
  };
  return {
    root,
    session,
    end,
    one,
    all,
    cell: (actual, predicted) => one(`[role=gridcell][aria-label^="actual ${actual}, predicted ${predicted}: "]`),
    cells: () => {
      const { classes } = session.state.header.value;
      return session.state.facets.cells.value.map(([a, p]) => `${classes[a]}>${classes[p]}`);
    },
  };
}

export async function frames(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise((resolve) => requestAnimationFrame(resolve));
}

/** A pointer gesture over the middles of elements, with real coordinates. */
export function pointer(path: readonly Element[], held: MouseEventInit = {}): void {
  const [first] = path;
  const last = path.at(-1);
  const scroller = first?.closest(".scroller");
  if (!first || !last || !scroller) throw new Error("A gesture needs elements of the matrix.");
  fire(scroller, "pointerdown", first, held);
  for (const element of path) fire(scroller, "pointermove", element, held);
  fire(scroller, "pointerup", last, held);
}

function fire(target: Element, type: string, over: Element, held: MouseEventInit): void {
  const box = over.getBoundingClientRect();
  const place = { clientX: box.left + box.width / 2, clientY: box.top + box.height / 2 };
  const options = { bubbles: true, composed: true, pointerId: 1, pointerType: "mouse", button: 0, ...place, ...held };
  target.dispatchEvent(new PointerEvent(type, options));
}

export function press(target: Element, key: string, held: KeyboardEventInit = {}): KeyboardEvent {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, composed: true, cancelable: true, ...held });
  target.dispatchEvent(event);
  return event;
}
