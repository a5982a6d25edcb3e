/** A shadow root with the widget's styles, in which one view is mounted for a test. */

import { onTestFinished } from "vitest";
import { adoptStyles } from "../../src/appearance";
import { createKeys } from "../../src/state/keys";
import type { Context, Session } from "../../src/state/session";
import { listenToKeys } from "../../src/ui/keymap";

export interface Stand {
  readonly host: HTMLElement;
  readonly root: ShadowRoot;
  readonly session: Session;
  /** End the display. */
  end(): void;
  one<T extends Element = HTMLElement>(selector: string): T;
  all<T extends Element = HTMLElement>(selector: string): T[];
}

export function stand(
  session: Session,
  mount: (node: HTMLElement, ctx: Context) => void,
  { width = 600, height = 0 } = {},
): Stand {
  const life = new AbortController();
  const host = document.createElement("div");
  host.dataset["theme"] = "light";
  host.style.width = `${width}px`;
  const root = host.attachShadow({ mode: "open" });
  document.body.append(host);
  adoptStyles(root);
  const lens = document.createElement("div");
  lens.className = "lens";
  const node = document.createElement("section");
  if (height > 0) node.style.height = `${height}px`;
  lens.append(node);
  root.append(lens);
  const keys = createKeys();
  listenToKeys(root, keys.find, life.signal);
  mount(node, { ...session, keys, signal: life.signal });
  onTestFinished(() => {
    life.abort();
    host.remove();
  });
  return {
    host,
    root,
    session,
    end: () => life.abort(),
    one: <T extends Element = HTMLElement>(selector: string) => {
      const found = root.querySelector<T>(selector);
      if (!found) throw new Error(`Nothing matches ${selector}.`);
      return found;
    },
    all: <T extends Element = HTMLElement>(selector: string) => [...root.querySelectorAll<T>(selector)],
  };
}

/** Red, green, blue, alpha of the canvas at a point in CSS pixels. */
export function pixelAt(canvas: HTMLCanvasElement, x: number, y: number): readonly number[] {
  const copy = document.createElement("canvas");
  copy.width = canvas.width;
  copy.height = canvas.height;
  const context = copy.getContext("2d");
  if (!context) throw new Error("No 2-D canvas.");
  context.drawImage(canvas, 0, 0);
  const ratio = canvas.width / canvas.getBoundingClientRect().width;
  return [...context.getImageData(Math.round(x * ratio), Math.round(y * ratio), 1, 1).data];
}

/** Two frames later everything that a change set off is drawn. */
export async function painted(): Promise<void> {
  for (let i = 0; i < 2; i++) await new Promise((done) => requestAnimationFrame(done));
}
