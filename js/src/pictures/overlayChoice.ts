/** What lies over pictures whose pixels are counted: one choice for the cards and for the large view. */

import type { ReadonlySignal } from "@preact/signals-core";
import type { View } from "../data/wire";
import { watch } from "../ui/effect";
import { type Option, segmented } from "../ui/segmented";

type Overlay = View["overlay"];

const OVERLAYS: readonly Option<Overlay>[] = [
  { value: "errors", text: "errors", title: "Wrong, missed and right pixels" },
  { value: "truth", text: "truth", title: "A colour for each class that is labelled" },
  { value: "prediction", text: "prediction", title: "A colour for each class that was predicted" },
  { value: "none", text: "none", title: "The pictures alone" },
];

/** Hidden unless there `is` something to choose for. */
export function createOverlayChoice(
  view: ReadonlySignal<View>,
  is: () => boolean,
  choose: (view: Pick<View, "overlay">) => void,
  signal: AbortSignal,
): HTMLElement {
  const choice = segmented<Overlay>({
    label: "Over the pictures",
    look: "line",
    signal,
    choose: (overlay) => choose({ overlay }),
  });
  watch(signal, () => {
    choice.node.hidden = !is();
    choice.update(OVERLAYS, view.value.overlay);
  });
  return choice.node;
}
