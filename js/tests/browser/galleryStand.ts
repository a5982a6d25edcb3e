/** A gallery of synthetic scenes, and what a test asks of it. */

import { mount as mountGallery } from "../../src/gallery/gallery";
import type { Context, Session } from "../../src/state/session";
import { mount as mountViewer } from "../../src/viewer/viewer";
import { type SceneSettings, sceneSession } from "./scenes";
import { type Stand, stand } from "./stand";

export interface Gallery extends Stand {
  names(): (string | null)[];
  /** A button by its accessible name. */
  button(name: string): HTMLButtonElement;
  focusedName(): string | null | undefined;
}

/** The cards, and the large view that they open. */
function mount(node: HTMLElement, ctx: Context): void {
  mountGallery(node, ctx);
  mountViewer(node.closest<HTMLElement>(".lens") ?? node, ctx);
}

export async function gallery(settings: SceneSettings = {}, width = 800): Promise<Gallery> {
  return galleryOf(await sceneSession({ images: 60, ...settings }), width);
}

export function galleryOf(session: Session, width = 800): Gallery {
  const shown = stand(session, mount, { width });
  return {
    ...shown,
    names: () => shown.all(".card .name").map((node) => node.textContent),
    button(name) {
      const found = shown.all<HTMLButtonElement>("button").find((own) => nameOf(own) === name);
      if (!found) throw new Error(`there is no button ${name}`);
      return found;
    },
    focusedName: () => shown.root.activeElement && nameOf(shown.root.activeElement),
  };
}

/** The accessible name: the label, else the words that are not hidden from readers. */
function nameOf(node: Element): string {
  const words = (own: Node): string => {
    if (!(own instanceof Element)) return own.textContent ?? "";
    return own.ariaHidden === "true" ? "" : [...own.childNodes].map(words).join("");
  };
  return node.ariaLabel ?? words(node);
}

export const namesOf = ({ state, derived }: Session) =>
  [...derived.pageRows.value].map((row) => state.images.value.name.at(row));
