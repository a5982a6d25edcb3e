/** What the two ways of drawing a matrix (elements, canvas) have in common. */

import { el } from "../../ui/dom";
import type { Geometry } from "../model/geometry";
import type { Marks } from "../model/marks";
import type { Palette } from "../model/palette";
import type { Place, Table } from "../model/table";

export interface Grid {
  readonly node: HTMLElement;
  draw(drawn: Drawn): void;
  mark(marks: Marks): void;
  /** Make `place` the one tab stop, and give it the focus if asked. */
  setTabStop(place: Place, isFocused: boolean): void;
  /** The place that an element inside stands for. */
  placeOf(target: Element): Place | undefined;
}

export interface Drawn {
  readonly table: Table;
  readonly geometry: Geometry;
  readonly palette: Palette;
}

/** The element of a matrix for assistive tools. */
export function gridNode(look: string, ...children: readonly Node[]): HTMLElement {
  const says = { role: "grid", "aria-label": "Confusion matrix", "aria-multiselectable": true };
  return el(`div.${look}`, says, ...children);
}

/** Characters that fit in a cell. */
export function roomIn(cell: number): number {
  return Math.floor((cell - 4) / 6.2);
}

export function isBackgroundLine({ header, size }: Table): boolean {
  return header.background !== null && size > 1;
}
