/** Where things are: one arithmetic for the grid of elements, the canvas and the pointer. */

import { clamped } from "../../engine/numbers";
import { type Frame, fitMatrix, frameOf, type Room, wholeSize } from "./frame";
import type { Place } from "./table";

export interface Geometry extends Frame {
  /** Lines, the background with them. */
  readonly size: number;
  /** The edge of a cell when all are in sight. */
  readonly fit: number;
  /** The part on show, names and all; of what is larger the background stays in sight. */
  readonly width: number;
  readonly height: number;
}

/** Below this edge there is no room for a ring within a cell. */
export const DENSE_CELL = 14;
/** Smaller cells touch: a gap would take a good part of their colour. */
export const SEAMED_CELL = 8;

export interface Wanted extends Room {
  /** Cell edge asked for by zooming; 0: fit. */
  readonly zoom: number;
}

export function layOut({ zoom, ...room }: Wanted): Geometry {
  const fitted = fitMatrix(room);
  const [width, height] = wholeSize(fitted).map(Math.ceil) as [number, number];
  // Small cells grow with every move of two fingers, larger ones by whole pixels.
  const cell = Math.max(fitted.cell, zoom < 4 ? zoom : Math.round(zoom));
  const frame = cell === fitted.cell ? fitted : frameOf(room, cell);
  return { ...frame, size: room.names.length, fit: fitted.cell, width, height };
}

/** All of it at this size, on a page without end: names may be as long as any. */
export function drawnWhole(names: readonly number[], hasBackground: boolean, cell: number): Geometry {
  const frame = frameOf({ names, hasBackground, width: 480, height: 480 }, cell);
  const [width, height] = wholeSize(frame);
  return { ...frame, size: names.length, fit: cell, width, height };
}

/** Larger than its frame: moved by hand. */
export function isZoomed({ cell, fit }: Geometry): boolean {
  return cell > fit;
}

/** How far a part is scrolled. */
export interface Scroll {
  readonly left: number;
  readonly top: number;
}

export const UNSCROLLED: Scroll = { left: 0, top: 0 };

export function scrolled({ scrollLeft: left, scrollTop: top }: Element): Scroll {
  return { left, top };
}

/** The lines in one direction: where the part begins that scrolls, how long it is, and where it is scrolled to. */
export interface Axis {
  readonly start: number;
  readonly room: number;
  readonly from: number;
}

/** Of the rows, from top to bottom, or of the columns, from left to right. */
export function axisOf(geometry: Geometry, scroll: Scroll, isRows: boolean): Axis {
  const { gutter, head, width, height, overhang, inner, cell, gap, rim } = geometry;
  const start = isRows ? head : gutter;
  const end = isRows ? height : width - overhang;
  return { start, room: Math.min(inner * cell, end - start - gap - rim), from: isRows ? scroll.top : scroll.left };
}

/** Where a line begins in the visible part, and how thick it is. */
export function lineBox({ inner, cell, gap, rim }: Geometry, { start, room, from }: Axis, line: number) {
  return line < inner ? { at: start + line * cell - from, thick: cell } : { at: start + room + gap, thick: rim };
}

/** The line at a point of the visible part; -1: its names; undefined: beyond, or between classes and background. */
function lineAt({ inner, size, cell, gap, rim }: Geometry, { start, room, from }: Axis, point: number) {
  const beyond = point - start - room;
  if (point < 0) return undefined;
  if (point < start) return -1;
  if (beyond < 0) return Math.min(inner - 1, Math.floor((point - start + from) / cell));
  return size > inner && beyond >= gap && beyond < gap + rim ? inner : undefined;
}

/** The place under a point of the visible part; undefined: outside, or the corner. */
export function placeAt(geometry: Geometry, x: number, y: number, scroll: Scroll): Place | undefined {
  const column = lineAt(geometry, axisOf(geometry, scroll, false), x);
  const row = lineAt(geometry, axisOf(geometry, scroll, true), y);
  if (row === undefined || column === undefined || (row < 0 && column < 0)) return undefined;
  return { row, column };
}

/** The same of a drag that has left the cells, or rests between classes and background: the nearest. */
export function nearestPlace(geometry: Geometry, x: number, y: number, scroll: Scroll): Place {
  const line = (isRows: boolean, point: number) => {
    const axis = axisOf(geometry, scroll, isRows);
    const last = lineBox(geometry, axis, geometry.size - 1);
    const inside = clamped(point, 0, last.at + last.thick - 0.01);
    return lineAt(geometry, axis, inside) ?? geometry.inner - 1;
  };
  return { row: line(true, y), column: line(false, x) };
}

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Where a cell or a name stands in the visible part. */
export function boxOf(geometry: Geometry, { row, column }: Place, scroll: Scroll): Box {
  const across = lineBox(geometry, axisOf(geometry, scroll, false), column);
  const down = lineBox(geometry, axisOf(geometry, scroll, true), row);
  return {
    left: column < 0 ? 0 : across.at,
    top: row < 0 ? 0 : down.at,
    width: column < 0 ? geometry.gutter : across.thick,
    height: row < 0 ? geometry.head : down.thick,
  };
}

export function boxStyle({ left, top, width, height }: Box): string {
  return `left:${left}px;top:${top}px;width:${width}px;height:${height}px`;
}

/** How far to scroll so that a cell is seen between the names and the background. */
export function scrollTo(geometry: Geometry, { row, column }: Place, scroll: Scroll): Scroll {
  const { inner, cell } = geometry;
  const nearest = (line: number, { room, from }: Axis) => {
    if (line < 0 || line >= inner) return from;
    // What lies around a cell is seen with it.
    const around = Math.min(2 * cell, room / 4);
    const start = line * cell;
    return clamped(from, start + cell + around - room, start - around);
  };
  return {
    left: nearest(column, axisOf(geometry, scroll, false)),
    top: nearest(row, axisOf(geometry, scroll, true)),
  };
}
