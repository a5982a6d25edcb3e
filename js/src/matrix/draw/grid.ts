/** What the two ways of drawing a matrix (elements, canvas) have in common. */

import { el } from "../../ui/dom";
import type { Geometry } from "../model/geometry";
import type { Marks } from "../model/marks";
import type { Numbers } from "../model/numbers";
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
  /** Names stay with what is scrolled into sight. */
  scroll(): void;
}

export interface Drawn {
  readonly table: Table;
  readonly geometry: Geometry;
  readonly numbers: Numbers;
  readonly palette: Palette;
}

/** The element of a matrix for assistive tools. */
export function gridNode(look: string, ...children: readonly Node[]): HTMLElement {
  const says = { role: "grid", "aria-label": "Confusion matrix", "aria-multiselectable": true };
  return el(`div.${look}`, says, ...children);
}
