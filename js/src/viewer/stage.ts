/** The picture with its outlines and labels, at any zoom. */

import type { Instance } from "../pictures/instances";
import type { Context } from "../state/session";
import { el } from "../ui/dom";
import { watch, watchSize } from "../ui/effect";
import { type Point, pixelAt } from "./camera";
import { listen } from "./gestures";
import { createLabels } from "./labels";
import { createOutlines } from "./outlines";
import { tellPixels } from "./overlay";
import { createPicture } from "./picture";
import type { Viewing } from "./viewing";

export interface Stage {
  readonly node: HTMLElement;
  /** Take the size that it has now, so that the first frame shows everything where it stays. */
  measure(): void;
}

export function createStage(ctx: Context, viewing: Viewing): Stage {
  const { actions, signal } = ctx;
  const node = el(
    "div.stage",
    {},
    createPicture(ctx, viewing),
    createOutlines(ctx, viewing),
    createLabels(ctx, viewing),
  );
  const resize = (width: number, height: number) => {
    const { stage, move } = viewing;
    const before = stage.peek();
    stage.value = { width, height };
    // What was in the middle stays there.
    const [x, y] = [(width - before.width) / 2, (height - before.height) / 2];
    if (before.width > 0 && !viewing.isFit.peek()) move((camera) => ({ ...camera, x: camera.x + x, y: camera.y + y }));
  };
  watchSize(node, signal, resize);
  /** A click on a box selects it, where it is. */
  const press = (at: Point) => {
    const [row, camera] = [viewing.row.peek(), viewing.camera.peek()];
    if (row === undefined || !camera) return;
    const isFit = viewing.isFit.peek();
    const found = viewing.under(pixelAt(at, camera));
    // Boxes may lie over one another: each click goes to the next larger one, and from the last to none.
    const next = found[found.indexOf(viewing.selected.peek() as Instance) + 1];
    viewing.hovered.value = undefined;
    actions.open(row, next?.row);
    if (isFit) viewing.fit();
    else viewing.move(() => camera);
  };
  listen(node, viewing, press, signal);
  tellPixels(node, ctx, viewing);
  watch(signal, () => {
    node.classList.toggle("close", !viewing.isFit.value);
    node.classList.toggle("plain", !viewing.picture.value);
  });
  return { node, measure: () => resize(node.clientWidth, node.clientHeight) };
}
