/** The matrix on a canvas: on screen, and for the PNG. */

import { MANY_CLASSES, SLANT } from "../model/frame";
import { type Axis, axisOf, DENSE_CELL, type Geometry, lineBox, type Scroll, SEAMED_CELL } from "../model/geometry";
import { highlightedLines } from "../model/marks";
import type { StillScene } from "../model/model";
import { placedNames } from "../model/names";
import { textOf } from "../model/table";
import type { ImageOf } from "./image";

export interface Scene extends StillScene {
  readonly scroll: Scroll;
  /** Device pixels to a CSS pixel. */
  readonly density: number;
  readonly imageOf: ImageOf;
}

type Pen = CanvasRenderingContext2D;

/** Thinner than this an only cell of its neighbourhood would vanish. */
const THINNEST = 1.5;

/** Draw the visible part in CSS pixels; the caller has scaled the context. */
export function paint(pen: Pen, scene: Scene): void {
  const { geometry, palette } = scene;
  pen.fillStyle = palette.names.ground;
  pen.fillRect(0, 0, geometry.width, geometry.height);
  // The classes scroll; the background's column, its row and their corner stay where they are.
  const isBackground = geometry.size > geometry.inner;
  for (const isLastRow of isBackground ? [false, true] : [false]) {
    for (const isLastColumn of isBackground ? [false, true] : [false]) paintPart(pen, scene, isLastRow, isLastColumn);
  }
  paintNames(pen, scene, true);
  paintNames(pen, scene, false);
}

/** Lines of one direction that are painted together, from one to another, and where they are. */
interface Span {
  readonly first: number;
  readonly last: number;
  readonly start: number;
  readonly room: number;
  readonly at: (line: number) => number;
  readonly thick: number;
}

function spanOf(geometry: Geometry, axis: Axis, isLast: boolean): Span {
  const { inner, cell, rim } = geometry;
  const at = (line: number) => lineBox(geometry, axis, line).at;
  if (isLast) return { first: inner, last: inner, start: at(inner), room: rim, at, thick: rim };
  const { start, room, from } = axis;
  const first = Math.max(0, Math.floor(from / cell));
  return { first, last: Math.min(inner - 1, Math.floor((from + room) / cell)), start, room, at, thick: cell };
}

function paintPart(pen: Pen, scene: Scene, isLastRow: boolean, isLastColumn: boolean): void {
  const { geometry, scroll } = scene;
  const rows = spanOf(geometry, axisOf(geometry, scroll, true), isLastRow);
  const columns = spanOf(geometry, axisOf(geometry, scroll, false), isLastColumn);
  pen.save();
  pen.beginPath();
  pen.rect(columns.start, rows.start, columns.room, rows.room);
  pen.clip();
  if (geometry.cell < SEAMED_CELL) paintImage(pen, scene, rows, columns);
  else paintCells(pen, scene, rows, columns);
  paintHighlights(pen, scene, rows, columns);
  outline(pen, scene, rows, columns);
  pen.restore();
}

/** All of the matrix that the spans are a part of, from its image: a part of it may not begin within a pixel. */
function paintImage(pen: Pen, { table, palette, geometry, density, imageOf }: Scene, rows: Span, columns: Span): void {
  const { inner, cell, size } = geometry;
  const pixels = Math.floor((inner * cell * density) / Math.max(1, Math.round(THINNEST * density)));
  const side = Math.max(1, Math.min(inner, pixels));
  const image = imageOf(table, palette, inner, side);
  pen.imageSmoothingEnabled = false;
  // The pixels of the image that the classes take, or the background.
  const part = ({ first, at, thick }: Span): [from: number, length: number, at: number, drawn: number] =>
    first === inner && size > inner ? [side, 1, at(inner), thick] : [0, side, at(0), inner * cell];
  const [left, across, x, width] = part(columns);
  const [top, down, y, height] = part(rows);
  pen.drawImage(image, left, top, across, down, x, y, width, height);
}

function paintCells(
  pen: Pen,
  { table, palette, marks, numbers, font, density }: Scene,
  rows: Span,
  columns: Span,
): void {
  // Edges within a pixel would be blurred.
  const edge = (at: number) => Math.round(at * density) / density;
  pen.font = `${numbers.size}px ${font}`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  for (let row = rows.first; row <= rows.last; row++) {
    const y = edge(rows.at(row));
    const down = edge(rows.at(row) + rows.thick) - y - 1;
    for (let column = columns.first; column <= columns.last; column++) {
      const i = row * table.size + column;
      const shade = table.shades[i] ?? 0;
      const colours = marks.selected.has(i) ? palette.selected : palette;
      const x = edge(columns.at(column));
      const across = edge(columns.at(column) + columns.thick) - x - 1;
      pen.fillStyle = colours.fill[shade] ?? "";
      pen.fillRect(x, y, across, down);
      const text = textOf(table, i, numbers.form);
      if (!text) continue;
      pen.fillStyle = colours.text[shade] ?? "";
      pen.fillText(text, x + across / 2, y + down / 2 + 0.5);
    }
  }
}

/** Bands along the lines that the eye is on, where it would lose them among many. */
function paintHighlights(pen: Pen, { marks, palette, geometry }: Scene, rows: Span, columns: Span): void {
  if (geometry.size <= MANY_CLASSES) return;
  const isIn =
    ({ first, last }: Span) =>
    (line: number) =>
      line >= first && line <= last;
  pen.globalAlpha = 0.1;
  pen.fillStyle = palette.names.ink;
  for (const row of new Set(highlightedLines(marks, true).filter(isIn(rows)))) {
    pen.fillRect(columns.start, rows.at(row), columns.room, Math.max(1, rows.thick));
  }
  for (const column of new Set(highlightedLines(marks, false).filter(isIn(columns)))) {
    pen.fillRect(columns.at(column), rows.start, Math.max(1, columns.thick), rows.room);
  }
  pen.globalAlpha = 1;
}

/** A ring around what is selected together, where cells are too small to be filled. */
function outline(pen: Pen, { geometry, marks: { selected }, palette }: Scene, rows: Span, columns: Span): void {
  const { cell, size } = geometry;
  if (cell >= DENSE_CELL) return;
  pen.beginPath();
  pen.strokeStyle = palette.names.ink;
  // Thinner than its lines, a small one is a dot.
  pen.lineWidth = cell < 4 ? 2 : 1;
  pen.lineCap = "square";
  const isIn = ({ first, last }: Span, line: number) => line >= first && line <= last;
  for (const i of selected) {
    const [row, column] = [Math.floor(i / size), i % size];
    if (!isIn(rows, row) || !isIn(columns, column)) continue;
    const isEdge = (down: number, across: number) => {
      const isBeyond = column + across < 0 || column + across >= size;
      return isBeyond || !selected.has((row + down) * size + column + across);
    };
    const [x, y] = [columns.at(column), rows.at(row)];
    const [endX, endY] = [x + columns.thick, y + rows.thick];
    if (isEdge(-1, 0)) line(pen, x, y, endX, y);
    if (isEdge(1, 0)) line(pen, x, endY, endX, endY);
    if (isEdge(0, -1)) line(pen, x, y, x, endY);
    if (isEdge(0, 1)) line(pen, endX, y, endX, endY);
  }
  pen.stroke();
}

function line(pen: Pen, x: number, y: number, endX: number, endY: number): void {
  pen.moveTo(x, y);
  pen.lineTo(endX, endY);
}

/** The names of rows, right-aligned in the gutter, or of columns, in the head. */
function paintNames(pen: Pen, scene: Scene, isRows: boolean): void {
  const { geometry, marks, scroll, palette } = scene;
  const axis = axisOf(geometry, scroll, isRows);
  const marked = isRows ? marks.rows : marks.columns;
  const highlighted = highlightedLines(marks, isRows);
  const paintName = isRows ? paintRowName : paintColumnName;
  pen.textBaseline = "middle";
  for (const [line, middle] of placedNames(geometry, axis, isRows, [...highlighted, ...marked])) {
    const isMarked = marked.has(line);
    pen.font = `${isMarked ? "600 " : ""}${geometry.nameSize}px ${scene.font}`;
    pen.fillStyle = isMarked || highlighted.includes(line) ? palette.names.ink : palette.names.soft;
    paintName(pen, scene, line, axis.start + middle);
  }
}

function paintRowName(pen: Pen, { table, geometry }: Scene, row: number, y: number): void {
  pen.textAlign = "right";
  pen.fillText(shortened(pen, table.names[row] ?? "", geometry.rowName), geometry.gutter - 6, y);
}

function paintColumnName(pen: Pen, { table, geometry }: Scene, column: number, x: number): void {
  const { head, size, isSlanted, lean, columnName } = geometry;
  const name = table.names[column] ?? "";
  pen.textAlign = isSlanted ? "left" : "center";
  if (!isSlanted) {
    pen.fillText(name, x + (column === size - 1 ? lean : 0), head - 11);
    return;
  }
  pen.save();
  pen.translate(x, head - 7);
  pen.rotate((-SLANT * Math.PI) / 180);
  pen.fillText(shortened(pen, name, columnName), 0, 0);
  pen.restore();
}

function shortened(pen: Pen, name: string, room: number): string {
  if (pen.measureText(name).width <= room) return name;
  const letters = [...name];
  while (letters.length > 1 && pen.measureText(`${letters.join("")}…`).width > room) letters.pop();
  return `${letters.join("")}…`;
}
