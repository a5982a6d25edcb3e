/** Where things are: one arithmetic for the grid of elements, the canvas and the pointer. */

import { clamped } from "../../engine/numbers";
import type { Place } from "./table";

export interface Geometry {
  readonly size: number;
  /** Edge of a square cell. */
  readonly cell: number;
  /** The same when all cells are in sight. */
  readonly fit: number;
  /** Width of the row names, and height of the column names. */
  readonly gutter: number;
  readonly head: number;
  /** The part on show; what is larger scrolls. */
  readonly width: number;
  readonly height: number;
  /** Column names that stand upright because they are wider than their cell. */
  readonly upright: readonly boolean[];
  /** How far the last column name reaches beyond its cell on the right, and its middle from the cell's. */
  readonly overhang: number;
  readonly lean: number;
}

export const MAX_CELL = 64;
/** Below this edge a cell has no room for digits. */
export const MIN_TEXT_CELL = 14;
/** Smaller cells touch: a gap would take a good part of their colour. */
export const SEAMED_CELL = 8;
const MAX_NAME = 130;
const LINE = 15;
const PAD = 8;
const MOST_HEIGHT = 620;
/** Elements stay hit and seen at this size; a canvas can go smaller. */
const MIN_CELL = 4;

export interface Wanted {
  readonly size: number;
  /** Width to live in. */
  readonly width: number;
  /** Pixel widths of the class names. */
  readonly names: readonly number[];
  /** Cell edge asked for by zooming; 0: fit. */
  readonly zoom: number;
  readonly isCanvas: boolean;
}

export function layOut({ size, width, names, zoom, isCanvas }: Wanted): Geometry {
  const longest = clamped(Math.max(...names), 0, MAX_NAME);
  const gutter = Math.ceil(Math.min(longest + PAD, Math.max(24, width * 0.28)));
  const room = (width - gutter) / size;
  const floor = isCanvas ? 0 : MIN_CELL;
  const widest = clamped(room >= MIN_CELL ? Math.floor(room) : room, floor, MAX_CELL);
  const beside = besideLast(names, widest, width - gutter);
  const fit = beside ?? widest;
  // Small cells grow with every move of two fingers, larger ones by whole pixels.
  const cell = Math.max(fit, zoom < MIN_CELL ? zoom : Math.round(zoom));
  const lying = beside ? lyingLast(names, cell) : undefined;
  const { overhang, lean } = lying ?? { overhang: 0, lean: 0 };
  const upright = uprights(names, cell, lying !== undefined);
  const tallest = Math.max(...names.filter((_, i) => upright[i]));
  const head = Math.ceil(clamped(tallest, LINE, MAX_NAME) + PAD);
  return {
    size,
    cell,
    fit,
    gutter,
    head,
    upright,
    overhang,
    lean,
    width: Math.min(width, gutter + size * fit + overhang),
    height: Math.min(MOST_HEIGHT, head + size * fit),
  };
}

/** Spelling out one name is worth this share of the cells' size, and cells that hold three digits. */
const SPELLED_SHARE = 0.88;
const MIN_SPELLED = 23;
const MOST_OVERHANG = 48;
/** Between two names on one line. */
const WORD_GAP = 4;

/** Where the last name, mostly background, lies when it is too wide for its cell but the others are not. */
interface Lying {
  readonly overhang: number;
  readonly lean: number;
}

/** It takes the free room of its neighbour, and the rest at its right; undefined: it has to stand. */
function lyingLast(names: readonly number[], cell: number): Lying | undefined {
  const excess = (names.at(-1) ?? 0) - (cell - 2);
  const isOthersFit = names.slice(0, -1).every((name) => name <= cell - 2);
  if (excess <= 0 || !isOthersFit || cell < MIN_SPELLED) return undefined;
  const free = (cell - (names.at(-2) ?? 0)) / 2 - WORD_GAP;
  const onLeft = clamped(excess / 2, 0, Math.max(0, free));
  const overhang = Math.ceil(excess - onLeft);
  return overhang > MOST_OVERHANG ? undefined : { overhang, lean: overhang - excess / 2 };
}

/** The largest cells beside which the last name is spelled out: a tall head for one name is a hole. */
function besideLast(names: readonly number[], widest: number, room: number): number | undefined {
  for (let cell = widest; cell >= widest * SPELLED_SHARE; cell--) {
    const lying = lyingLast(names, cell);
    if (lying && cell * names.length + lying.overhang <= room) return cell;
  }
  return undefined;
}

/** All names upright when one of them must be; the last one may lie, or stand alone. */
function uprights(names: readonly number[], cell: number, isLastLying: boolean): boolean[] {
  const room = cell - 2;
  const isOne = names.slice(0, -1).some((width) => width > room);
  return names.map((width, i) => isOne || (width > room && !(i === names.length - 1 && isLastLying)));
}

/** How far a part is scrolled. */
export interface Scroll {
  readonly left: number;
  readonly top: number;
}

export function scrolled({ scrollLeft: left, scrollTop: top }: Element): Scroll {
  return { left, top };
}

export function boxStyle(left: number, top: number, width: number, height: number): string {
  return `left:${left}px;top:${top}px;width:${width}px;height:${height}px`;
}

/** The place under a point of the visible part; undefined: outside, or the corner. */
export function placeAt(geometry: Geometry, x: number, y: number, scroll: Scroll): Place | undefined {
  const { size, cell, gutter, head } = geometry;
  if (x < 0 || y < 0) return undefined;
  const column = x < gutter ? -1 : Math.floor((x - gutter + scroll.left) / cell);
  const row = y < head ? -1 : Math.floor((y - head + scroll.top) / cell);
  const isCorner = row < 0 && column < 0;
  return isCorner || row >= size || column >= size ? undefined : { row, column };
}

/** How far to scroll so that a cell is seen beside the sticky names. */
export function scrollTo(
  { cell, gutter, head, width, height }: Geometry,
  { row, column }: Place,
  scroll: Scroll,
): Scroll {
  const nearest = (start: number, view: number, now: number) => {
    // What lies around a cell is seen with it.
    const around = Math.min(2 * cell, view / 4);
    return Math.max(start + cell + around - view, Math.min(start - around, now));
  };
  return {
    left: column < 0 ? scroll.left : nearest(column * cell, width - gutter, scroll.left),
    top: row < 0 ? scroll.top : nearest(row * cell, height - head, scroll.top),
  };
}
