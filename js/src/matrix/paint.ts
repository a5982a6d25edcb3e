/** The matrix on a canvas: for a thousand classes, and for the PNG. */

import { type Geometry, MIN_TEXT_CELL, type Scroll, SEAMED_CELL, shownNames } from "./geometry";
import { isBackgroundLine, type Marks, roomIn } from "./painter";
import type { Palette } from "./palette";
import { type Table, textOf } from "./table";

export interface Scene {
  readonly table: Table;
  readonly geometry: Geometry;
  readonly palette: Palette;
  readonly marks: Marks;
  readonly scroll: Scroll;
  readonly font: string;
}

type Pen = CanvasRenderingContext2D;

/** Pixel widths of names at the size they are drawn. */
export function widthsOf(names: readonly string[], font: string): number[] {
  const pen = document.createElement("canvas").getContext("2d");
  if (!pen) return names.map((name) => name.length * 6.2);
  pen.font = `600 11px ${font}`;
  return names.map((name) => Math.ceil(pen.measureText(name).width));
}

/** Thinner than this an only cell of its neighbourhood would vanish. */
const THINNEST = 1.5;

/** Draw the visible part in CSS pixels; the caller has scaled the context. */
export function paint(pen: Pen, scene: Scene): void {
  const { geometry, palette, scroll } = scene;
  const { gutter, head, width, height } = geometry;
  pen.fillStyle = palette.names.ground;
  pen.fillRect(0, 0, width, height);
  pen.save();
  pen.beginPath();
  pen.rect(gutter, head, width - gutter, height - head);
  pen.clip();
  pen.translate(gutter - scroll.left, head - scroll.top);
  paintCells(pen, scene);
  pen.restore();
  paintNames(pen, scene, true);
  paintNames(pen, scene, false);
}

function paintCells(pen: Pen, scene: Scene): void {
  const { geometry, palette, scroll, font } = scene;
  const { cell, size, gutter, head, width, height } = geometry;
  const [firstRow, lastRow] = seen(scroll.top, height - head, geometry);
  const [firstColumn, lastColumn] = seen(scroll.left, width - gutter, geometry);
  const isSeamed = cell >= SEAMED_CELL;
  pen.fillStyle = (isSeamed ? palette.names.ground : palette.fill[0]) ?? "";
  pen.fillRect(0, 0, size * cell, size * cell);
  pen.font = `${cell < 20 ? 9 : 11}px ${font}`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  for (let row = firstRow; row <= lastRow; row++) {
    for (let column = firstColumn; column <= lastColumn; column++) {
      const i = row * size + column;
      if (isSeamed || scene.table.shades[i] || scene.marks.selected[i]) paintCell(pen, scene, i, row, column);
    }
  }
  paintSeams(pen, scene);
}

function paintCell(pen: Pen, scene: Scene, i: number, row: number, column: number): void {
  const { table, geometry, palette, marks } = scene;
  const { cell } = geometry;
  const edge = Math.max(THINNEST, cell >= SEAMED_CELL ? cell - 1 : cell);
  const shade = table.shades[i] ?? 0;
  const [x, y] = [column * cell, row * cell];
  pen.fillStyle = palette.fill[shade] ?? "";
  pen.fillRect(x, y, edge, edge);
  const text = textOf(table, i, cell < MIN_TEXT_CELL ? 0 : roomIn(cell));
  if (text) {
    pen.fillStyle = palette.text[shade] ?? "";
    pen.fillText(text, x + edge / 2, y + edge / 2 + 0.5);
  }
  if (marks.selected[i]) ring(pen, palette, x, y, edge);
}

function ring(pen: Pen, palette: Palette, x: number, y: number, edge: number): void {
  const width = edge < 10 ? 1 : 2;
  pen.lineWidth = width;
  pen.strokeStyle = palette.names.ink;
  pen.strokeRect(x + width / 2, y + width / 2, edge - width, edge - width);
}

/** One line between the classes and background; the corner, nothing taken for nothing, stands outside. */
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
  const { geometry, marks, scroll } = scene;
  const { cell, gutter, head, width, height, size } = geometry;
  const start = isRows ? head : gutter;
  const from = isRows ? scroll.top : scroll.left;
  const marked = isRows ? marks.rows : marks.columns;
  const near = (isRows ? marks.near?.row : marks.near?.column) ?? -1;
  const [first, last] = seen(from, (isRows ? height : width) - start, geometry);
  const shown = shownNames(size, cell, near < 0 ? marked : new Set([near, ...marked]));
  const paintName = isRows ? paintRowName : paintColumnName;
  pen.save();
  pen.beginPath();
  if (isRows) pen.rect(0, head, gutter, height - head);
  else pen.rect(gutter, 0, width - gutter, head);
  pen.clip();
  pen.textBaseline = "middle";
  for (let line = first; line <= last; line++) {
    if (!shown[line]) continue;
    const isMarked = marked.has(line);
    pen.font = `${isMarked ? "600 " : ""}11px ${scene.font}`;
    pen.fillStyle = isMarked || near === line ? scene.palette.names.ink : scene.palette.names.soft;
    paintName(pen, scene, line, start - from + line * cell + inward(line, size, cell));
  }
  pen.restore();
}

function paintRowName(pen: Pen, { table, geometry }: Scene, row: number, y: number): void {
  const { cell, gutter } = geometry;
  pen.textAlign = "right";
  pen.fillText(shortened(pen, table.names[row] ?? "", gutter - 8), gutter - 6, y + cell / 2);
}

function paintColumnName(pen: Pen, { table, geometry }: Scene, column: number, x: number): void {
  const { cell, head, size, upright, lean } = geometry;
  const name = table.names[column] ?? "";
  pen.textAlign = upright[column] ? "left" : "center";
  if (!upright[column]) {
    pen.fillText(name, x + cell / 2 + (column === size - 1 ? lean : 0), head - 11);
    return;
  }
  pen.save();
  pen.translate(x + cell / 2, head - 6);
  pen.rotate(-Math.PI / 2);
  pen.fillText(shortened(pen, name, head - 8), 0, 0);
  pen.restore();
}

/** The outermost names are taller than their lines: keep them inside. */
function inward(line: number, size: number, cell: number): number {
  if (cell >= MIN_TEXT_CELL) return 0;
  return line === 0 ? 5 : line === size - 1 ? -5 : 0;
}

function shortened(pen: Pen, name: string, room: number): string {
  if (pen.measureText(name).width <= room) return name;
  const letters = [...name];
  while (letters.length > 1 && pen.measureText(`${letters.join("")}…`).width > room) letters.pop();
  return `${letters.join("")}…`;
}
