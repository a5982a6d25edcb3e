/** Boxes and masks over the picture: they zoom along, their lines stay as wide as they are. */

import { TONES, type Tone } from "../engine/cells";
import { type Box, boxesOf, type Instance } from "../pictures/instances";
import type { Context } from "../state/session";
import { set, svg } from "../ui/dom";
import { watch } from "../ui/effect";
import type { Point } from "./camera";
import type { Viewing } from "./viewing";

/** A layer as large as the stage. */
export function createOutlines({ state, signal }: Context, viewing: Viewing): SVGElement {
  const group = svg("g");
  const node = svg("svg.over", { "aria-hidden": true }, group);
  let drawn = new Map<number, readonly Element[]>();
  watch(signal, () => {
    const { isTruth, isPrediction, extent, shown } = viewing;
    const { outline: maskOf } = state.listed.value;
    const isBeside = viewing.isBeside.value;
    const isDrawn = (row: number) => isBeside(row) || isPrediction.value;
    const line = (box: Box | undefined, look: string, tone: Tone) =>
      box ? [outline(maskOf(box.object) || pathOf(box), look, tone, Boolean(maskOf(box.object)))] : [];
    drawn = new Map(
      (extent.value ? shown.value : []).map(({ row, kind, truth, prediction }) => [
        row,
        [
          ...line(isTruth.value ? truth : undefined, "dashed", TONES[kind]),
          ...line(isDrawn(row) ? prediction : undefined, isBeside(row) ? "dotted" : "solid", TONES[kind]),
        ],
      ]),
    );
    // Errors last: they lie over what is right.
    group.replaceChildren(...[...drawn.values()].reverse().flat());
  });
  watch(signal, () => {
    viewing.shown.value;
    viewing.isTruth.value;
    viewing.isPrediction.value;
    state.listed.value;
    const lit = viewing.lit.value;
    for (const [row, shapes] of drawn)
      for (const shape of shapes) {
        shape.classList.toggle("highlighted", row === lit?.row);
        shape.classList.toggle("faded", lit !== undefined && row !== lit.row);
      }
    // What is pointed at lies over all.
    group.append(...(drawn.get(lit?.row ?? -1) ?? []));
  });
  watch(signal, () => {
    const now = viewing.camera.value;
    if (now) set(group, { transform: `matrix(${now.scale} 0 0 ${now.scale} ${now.x} ${now.y})` });
  });
  return node;
}

/** A line on a dark casing, which is seen on any picture. */
function outline(path: string, look: string, tone: Tone, isMask: boolean): Element {
  const line = () => svg("path", { d: path });
  return svg("g", { class: `shape ${isMask ? "mask" : "box"} ${look} ${tone}` }, line(), line());
}

function pathOf({ x, y, w, h }: Box): string {
  return `M${x} ${y}h${w}v${h}h${-w}Z`;
}

/** The instances with a box under a pixel of the original, the smallest box first. */
export function instancesAt(instances: readonly Instance[], { x, y }: Point): Instance[] {
  const found = instances.flatMap((instance) =>
    boxesOf(instance)
      .filter((box) => box.x <= x && x <= box.x + box.w && box.y <= y && y <= box.y + box.h)
      .map((box) => ({ instance, area: box.w * box.h })),
  );
  return [...new Set(found.sort((a, b) => a.area - b.area).map(({ instance }) => instance))];
}
