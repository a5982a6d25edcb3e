/** Boxes and masks over a picture, in shares of its size: they follow it to any size on screen. */

import type { Tone } from "../engine/cells";
import { isolated } from "../engine/cellWords";
import { clamped } from "../engine/numbers";
import { el, svg } from "../ui/dom";
import type { Box } from "./instances";

/** Size of a picture, pixels of the original, and where it begins there if it is only a part of it. */
export interface Extent {
  readonly x?: number;
  readonly y?: number;
  readonly width: number;
  readonly height: number;
}

export interface BoxLook {
  readonly tone: Tone;
  /** Extra classes, such as "dashed" or "behind". */
  readonly look: string;
}

/** The outline of one object, cut at the picture's edge: of its mask (an SVG path), else of its box. */
export function outline(box: Box, extent: Extent, { tone, look }: BoxLook, mask: string): Element {
  if (mask) {
    const viewBox = `${extent.x ?? 0} ${extent.y ?? 0} ${extent.width} ${extent.height}`;
    const [casing, line] = [svg("path", { d: mask }), svg("path", { d: mask })];
    return svg("svg", { class: `mask ${tone} ${look}`, viewBox, preserveAspectRatio: "none" }, casing, line);
  }
  const { left, top, right, bottom } = shares(box, extent);
  const node = el("span", { class: `box ${tone} ${look}` });
  node.style.cssText = `left:${left}%;top:${top}%;width:${right - left}%;height:${bottom - top}%`;
  return node;
}

/**
 * A label at the top left corner of a box, never cut.
 *
 * The spacer is as wide as the box is far from the left edge, and gives way when the label would
 * not fit any more: no text is ever measured. Of a label too long for the picture each part, such
 * as the two sides of "cat → dog", loses its end.
 */
export function label(box: Box, extent: Extent, { tone, look }: BoxLook, parts: readonly string[]) {
  const { left, top } = shares(box, extent);
  const spacer = el("span.spacer");
  spacer.style.flexBasis = `${left}%`;
  // Parts that begin or end with a space say what a name means, and are never shortened.
  const lookOf = (part: string) => (part.startsWith(" · ") ? "short score" : /^ | $/.test(part) && "short");
  const spans = parts.map((part) => el("span", { class: lookOf(part) }, el("bdi", {}, part)));
  const text = el("span.text", { title: parts.map(isolated).join("") }, ...spans);
  const line = el("span", { class: `label ${tone} ${look}` }, spacer, text);
  line.style.top = `max(0px, ${top}% - var(--label))`;
  return line;
}

function shares({ x, y, w, h }: Box, { x: left = 0, y: top = 0, width, height }: Extent) {
  const share = (value: number, whole: number) => clamped((100 * value) / whole, 0, 100);
  return {
    left: share(x - left, width),
    top: share(y - top, height),
    right: share(x + w - left, width),
    bottom: share(y + h - top, height),
  };
}
