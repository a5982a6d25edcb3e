/** The keys of the map, while it has the focus. */

import { ESCAPE } from "../state/keys";
import type { Context } from "../state/session";
import type { Gestures } from "./gestures";

const ARROW_PX = 40;
const KEY_ZOOM = 1.25;

/** `isLassoing`: is there a lasso to call off? */
export function mapKeys(canvas: HTMLElement, gestures: Gestures, isLassoing: () => boolean, ctx: Context): void {
  const own = { place: "Map", within: canvas };
  const pan = (key: string, dx: number, dy: number) => {
    return { ...own, keys: [key], words: "Move the view", run: () => gestures.pan(dx, dy) };
  };
  ctx.keys.add(
    [
      pan("ArrowLeft", ARROW_PX, 0),
      pan("ArrowRight", -ARROW_PX, 0),
      pan("ArrowUp", 0, ARROW_PX),
      pan("ArrowDown", 0, -ARROW_PX),
      { ...own, keys: ["+", "="], words: "Zoom in", run: () => gestures.zoom(KEY_ZOOM) },
      { ...own, keys: ["-", "_"], words: "Zoom out", run: () => gestures.zoom(1 / KEY_ZOOM) },
      { ...own, keys: ["0"], words: "Show everything", run: () => gestures.reset() },
      { ...own, keys: ["Enter"], words: "Select what is in view", run: () => gestures.takeView() },
      {
        place: "Map",
        keys: ["Escape"],
        words: "Call off the lasso",
        rank: ESCAPE.lasso,
        when: isLassoing,
        run: () => gestures.cancel(),
      },
    ],
    ctx.signal,
  );
}
