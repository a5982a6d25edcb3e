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
    button: (name) => shown.one<HTMLButtonElement>(`button[aria-label="${name}"]`),
    focusedName: () => shown.root.activeElement?.getAttribute("aria-label"),
  };
}

export const namesOf = ({ state, derived }: Session) =>
  [...derived.pageRows.value].map((row) => state.images.value.name.at(row));
