/** What the two ways of drawing a matrix (elements, canvas) have in common. */

import { el } from "../ui/dom";
import type { Geometry } from "./geometry";
import type { Palette } from "./palette";
import type { Place, Table } from "./table";

/** What changes while the numbers stay. */
export interface Marks {
  /** Cells, counted row by row in display order. */
  readonly selected: ReadonlySet<number>;
  /** Rows and columns that stand out: with a selected cell, or searched; -1: none. */
  readonly rows: ReadonlySet<number>;
  readonly columns: ReadonlySet<number>;
  /** Under the pointer. */
  readonly hovered: Place | null;
  /** The line of the class that was searched; -1: none. */
  readonly searched: number;
}

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

export const NO_MARKS: Marks = {
  selected: new Set(),
  rows: new Set(),
  columns: new Set(),
  hovered: null,
  searched: -1,
};

/** The lines that the eye is on: under the pointer and searched; -1: none. */
export function highlightedLines({ hovered, searched }: Marks, isRows: boolean): number[] {
  return [(isRows ? hovered?.row : hovered?.column) ?? -1, searched];
}

export function fontOf(node: Element): string {
  return getComputedStyle(node).fontFamily;
}

/** Characters that fit in a cell. */
export function roomIn(cell: number): number {
  return Math.floor((cell - 4) / 6.2);
}

export function isBackgroundLine({ header, size }: Table): boolean {
  return header.background !== null && size > 1;
}
