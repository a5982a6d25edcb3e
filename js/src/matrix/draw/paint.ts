/** The matrix on a canvas: for a thousand classes, and for the PNG. */

import { type Geometry, MIN_TEXT_CELL, type Scroll, SEAMED_CELL } from "../model/geometry";
import { highlightedLines } from "../model/marks";
import type { StillScene } from "../model/model";
import { placedNames } from "../model/names";
import { textOf } from "../model/table";
import { isBackgroundLine, roomIn } from "./grid";
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
  const { geometry, palette, scroll } = scene;
  const { gutter, head, width, height, cell } = geometry;
  pen.fillStyle = palette.names.ground;
  pen.fillRect(0, 0, width, height);
  pen.save();
  pen.beginPath();
  pen.rect(gutter, head, width - gutter, height - head);
  pen.clip();
  pen.translate(gutter - scroll.left, head - scroll.top);
  if (cell < SEAMED_CELL) paintImage(pen, scene);
  else paintCells(pen, scene);
  paintSeams(pen, scene);
  paintHighlights(pen, scene);
  outline(pen, scene);
  pen.restore();
  paintNames(pen, scene, true);
  paintNames(pen, scene, false);
}

function paintImage(pen: Pen, { table, palette, geometry, density, imageOf }: Scene): void {
  const edge = geometry.size * geometry.cell;
  const pixels = Math.floor((edge * density) / Math.max(1, Math.round(THINNEST * density)));
  pen.imageSmoothingEnabled = false;
  pen.drawImage(imageOf(table, palette, Math.max(1, Math.min(table.size, pixels))), 0, 0, edge, edge);
}

function paintCells(pen: Pen, scene: Scene): void {
  const { table, geometry, palette, scroll, font } = scene;
  const { cell, size, gutter, head, width, height } = geometry;
  const [firstRow, lastRow] = seen(scroll.top, height - head, geometry);
  const [firstColumn, lastColumn] = seen(scroll.left, width - gutter, geometry);
  const room = cell < MIN_TEXT_CELL ? 0 : roomIn(cell);
  const edge = cell - 1;
  pen.font = `${cell < 20 ? 9 : 11}px ${font}`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  for (let row = firstRow; row <= lastRow; row++) {
    for (let column = firstColumn; column <= lastColumn; column++) {
      const i = row * size + column;
      const shade = table.shades[i] ?? 0;
      const [x, y] = [column * cell, row * cell];
      pen.fillStyle = palette.fill[shade] ?? "";
      pen.fillRect(x, y, edge, edge);
      const text = textOf(table, i, room);
      if (!text) continue;
      pen.fillStyle = palette.text[shade] ?? "";
      pen.fillText(text, x + edge / 2, y + edge / 2 + 0.5);
    }
  }
}

/** Bands along the lines that the eye is on. */
function paintHighlights(pen: Pen, { geometry: { cell, size }, marks, palette }: Scene): void {
  const thick = Math.max(1, cell);
  pen.globalAlpha = 0.1;
  pen.fillStyle = palette.names.ink;
  for (const row of new Set(highlightedLines(marks, true))) pen.fillRect(0, row * cell, size * cell, thick);
  for (const column of new Set(highlightedLines(marks, false))) pen.fillRect(column * cell, 0, thick, size * cell);
  pen.globalAlpha = 1;
}

/** A ring around what is selected together: one around each of many small cells would hide them. */
function outline(pen: Pen, { geometry: { cell, size }, marks: { selected }, palette }: Scene): void {
  const isJoined = cell < MIN_TEXT_CELL;
  const [inset, edge] = isJoined ? [0, cell] : [1, cell - 3];
  const isEdge = (row: number, column: number) =>
    !isJoined || column < 0 || column === size || !selected.has(row * size + column);
  pen.beginPath();
  pen.strokeStyle = palette.names.ink;
  // Thinner than its lines, a small one is a dot.
  pen.lineWidth = cell < 4 || !isJoined ? 2 : 1;
  pen.lineCap = "square";
  for (const i of selected) {
    const [row, column] = [Math.floor(i / size), i % size];
    const [x, y] = [column * cell + inset, row * cell + inset];
    const [endX, endY] = [x + edge, y + edge];
    if (isEdge(row - 1, column)) line(pen, x, y, endX, y);
    if (isEdge(row + 1, column)) line(pen, x, endY, endX, endY);
    if (isEdge(row, column - 1)) line(pen, x, y, x, endY);
    if (isEdge(row, column + 1)) line(pen, endX, y, endX, endY);
  }
  pen.stroke();
}

function line(pen: Pen, x: number, y: number, endX: number, endY: number): void {
  pen.moveTo(x, y);
  pen.lineTo(endX, endY);
}

/** One line between the classes and background; the corner, background predicted as background, stands outside. */
function paintSeams(pen: Pen, { table, geometry, palette }: Scene): void {
  if (!isBackgroundLine(table)) return;
  const { cell, size } = geometry;
  const end = size * cell;
  pen.fillStyle = palette.names.soft;
  pen.fillRect(0, end - cell - 1, end - cell - 1, 1);
  pen.fillRect(end - cell - 1, 0, 1, end - cell - 1);
}

/** First and last line that the visible part touches. */
function seen(from: number, room: number, { cell, size }: Geometry): [first: number, last: number] {
  return [Math.max(0, Math.floor(from / cell)), Math.min(size - 1, Math.floor((from + room) / cell))];
}

/** The names of rows, right-aligned in the gutter, or of columns, in the head. */
function paintNames(pen: Pen, scene: Scene, isRows: boolean): void {
  const { geometry, marks, scroll, palette } = scene;
  const { gutter, head, width, height } = geometry;
  const [start, end, from] = isRows ? [head, height, scroll.top] : [gutter, width, scroll.left];
  const marked = isRows ? marks.rows : marks.columns;
  const highlighted = highlightedLines(marks, isRows);
  const paintName = isRows ? paintRowName : paintColumnName;
  pen.textBaseline = "middle";
  for (const [line, middle] of placedNames(geometry, from, end - start, [...highlighted, ...marked])) {
    const isMarked = marked.has(line);
    pen.font = `${isMarked ? "600 " : ""}11px ${scene.font}`;
    pen.fillStyle = isMarked || highlighted.includes(line) ? palette.names.ink : palette.names.soft;
    paintName(pen, scene, line, start + middle);
  }
}

function paintRowName(pen: Pen, { table, geometry }: Scene, row: number, y: number): void {
  pen.textAlign = "right";
  pen.fillText(shortened(pen, table.names[row] ?? "", geometry.gutter - 8), geometry.gutter - 6, y);
}

function paintColumnName(pen: Pen, { table, geometry }: Scene, column: number, x: number): void {
  const { head, size, upright, lean } = geometry;
  const name = table.names[column] ?? "";
  pen.textAlign = upright[column] ? "left" : "center";
  if (!upright[column]) {
    pen.fillText(name, x + (column === size - 1 ? lean : 0), head - 11);
    return;
  }
  pen.save();
  pen.translate(x, head - 6);
  pen.rotate(-Math.PI / 2);
  pen.fillText(shortened(pen, name, head - 8), 0, 0);
  pen.restore();
}

function shortened(pen: Pen, name: string, room: number): string {
  if (pen.measureText(name).width <= room) return name;
  const letters = [...name];
  while (letters.length > 1 && pen.measureText(`${letters.join("")}…`).width > room) letters.pop();
  return `${letters.join("")}…`;
}
