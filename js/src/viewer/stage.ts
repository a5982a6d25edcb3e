/** The picture with its outlines and labels, at any zoom. */

import type { Context } from "../state/session";
import { el } from "../ui/dom";
import { watch, watchSize } from "../ui/effect";
import { type Point, pixelAt } from "./camera";
import { listen } from "./gestures";
import { createLabels } from "./labels";
import { createOutlines, instanceAt } from "./outlines";
import { createPicture } from "./picture";
import type { Viewing } from "./viewing";

export function createStage(ctx: Context, viewing: Viewing): HTMLElement {
  const { actions, signal } = ctx;
  const node = el(
    "div.stage",
    {},
    createPicture(ctx, viewing),
    createOutlines(ctx, viewing),
    createLabels(ctx, viewing),
  );
  watchSize(node, signal, (width, height) => {
    const { stage, move } = viewing;
    const before = stage.peek();
    stage.value = { width, height };
    // What was in the middle stays there.
    const [x, y] = [(width - before.width) / 2, (height - before.height) / 2];
    if (before.width > 0 && !viewing.isFit.peek()) move((camera) => ({ ...camera, x: camera.x + x, y: camera.y + y }));
  });
  /** A click on a box selects it, where it is. */
  const press = (at: Point) => {
    const [row, camera] = [viewing.row.peek(), viewing.camera.peek()];
    if (row === undefined || !camera) return;
    const isFit = viewing.isFit.peek();
    const found = instanceAt(viewing.shown.peek(), pixelAt(at, camera));
    actions.open(row, found?.row);
    if (isFit) viewing.fit();
    else viewing.move(() => camera);
  };
  listen(node, viewing, press, signal);
  watch(signal, () => {
    node.classList.toggle("close", !viewing.isFit.value);
    node.classList.toggle("plain", !viewing.picture.value);
  });
  return node;
}
