/**
 * How large the cells of a confusion matrix are in the room there is: what the matrix is drawn by, and what the
 * layout asks before it puts the matrix beside something else. Lengths are CSS pixels.
 */

import { clamped } from "../../engine/numbers";

/** The axes and their names and all cells take at most this: under the toolbar nothing of it is out of sight. */
export const MATRIX_HEIGHT = 490;
export const MAX_CELL = 64;
/** Beside the matrix: the name of its rows as a whole. */
export const AXIS_WIDTH = 18;
/** Names at this size are what `names` were measured at. */
export const NAME_SIZE = 11;
const SMALLEST_NAME = 8;
/** Closer rows are not all named. */
const NAMED_ROW = 9;
/** Among hundreds of classes names are looked up, not read through: fewer and larger. */
const LOOKED_UP_ROW = 13;
export const MANY_CLASSES = 65;

/** Of slanted names: their angle, and how it shares out a length. */
export const SLANT = 60;
const SIN = Math.sin((SLANT * Math.PI) / 180);
const COS = Math.cos((SLANT * Math.PI) / 180);
/** Of a line of text, of its size. */
export const LINE = 1.2;
const LONGEST_NAME = 130;
/** Row names take at most this share of the width. */
const GUTTER_SHARE = 0.28;
const LEAST_GUTTER = 24;
export const NAME_PAD = 8;
/** Between lying names and the cells, with the names. */
const LYING_HEAD = 23;
/** The line of the background is never thinner: it is looked at among a thousand classes too. */
const LEAST_RIM = 4;

export interface Room {
  /** Widths of the class names at `NAME_SIZE`, in display order. */
  readonly names: readonly number[];
  /** Does the last line stand for the background? */
  readonly hasBackground: boolean;
  readonly width: number;
  readonly height: number;
}

/** What surrounds cells of one size. */
export interface Frame {
  /** Edge of a square cell. */
  readonly cell: number;
  /** Lines but for the background, which stands apart by `gap`, is `rim` thick and always in sight. */
  readonly inner: number;
  readonly gap: number;
  readonly rim: number;
  /** Width of the row names, and height of the column names. */
  readonly gutter: number;
  readonly head: number;
  /** Size of the letters of names, and every how many lines there is one. */
  readonly nameSize: number;
  readonly step: number;
  /** The longest a row name and a column name may be. */
  readonly rowName: number;
  readonly columnName: number;
  /** Column names stand at an angle: they are wider than their cells. */
  readonly isSlanted: boolean;
  /** How far column names reach beyond the last cell on the right, and the last one's middle from its cell's. */
  readonly overhang: number;
  readonly lean: number;
}

/** The largest square cells with which the whole matrix, names and all, stands in the room. */
export function fitMatrix(room: Room): Frame {
  const slanted = largest(room, (cell) => slantedFrame(room, cell));
  const lying = largest(room, (cell) => lyingFrame(room, cell));
  return lying && (!slanted || lying.cell >= slanted.cell * LYING_WORTH) ? lying : (slanted ?? slantedFrame(room, 0));
}

/** Names that lie are worth this much of the cells' size. */
const LYING_WORTH = 0.88;

/** What surrounds cells of a size that was chosen. */
export function frameOf(room: Room, cell: number): Frame {
  return lyingFrame(room, cell) ?? slantedFrame(room, cell);
}

/** All cells and names, side by side. */
export function wholeSize({ cell, inner, gap, rim, gutter, head, overhang }: Frame): [width: number, height: number] {
  const cells = inner * cell + gap + rim;
  return [gutter + cells + overhang, head + cells];
}

function largest(room: Room, frame: (cell: number) => Frame | undefined): Frame | undefined {
  let found: Frame | undefined;
  let [least, most] = [0, MAX_CELL];
  // What fits at a size fits at every smaller one that has this frame; too small for it counts as too small.
  for (let i = 0; i < 20; i++) {
    const cell = (least + most) / 2;
    const tried = frame(cell);
    const isSmall = !tried || fits(tried, room);
    if (isSmall) least = cell;
    else most = cell;
  }
  for (const cell of new Set([most > MAX_CELL - 0.01 ? MAX_CELL : snapped(least), least])) {
    const tried = frame(cell);
    found ??= tried && fits(tried, room) ? tried : undefined;
  }
  return found;
}

function fits(frame: Frame, room: Room): boolean {
  const [width, height] = wholeSize(frame);
  return width <= room.width && height <= room.height;
}

/** Sizes at which lines of cells look even: whole pixels, quarters where a whole one is much, any where cells touch. */
function snapped(cell: number): number {
  const steps = cell >= 20 ? 1 : cell >= 8 ? 4 : 64;
  return Math.floor(cell * steps) / steps;
}

function spare({ names, hasBackground, width }: Room, cell: number) {
  const isBackground = hasBackground && names.length > 1;
  const step = Math.max(1, Math.ceil((names.length > MANY_CLASSES ? LOOKED_UP_ROW : NAMED_ROW) / Math.max(cell, 0.01)));
  const nameSize = clamped(Math.floor(0.87 * step * cell), SMALLEST_NAME, NAME_SIZE);
  const rowName = Math.max(LEAST_GUTTER, Math.min(LONGEST_NAME, width * GUTTER_SHARE) - NAME_PAD);
  const longest = (Math.max(...names, 0) * nameSize) / NAME_SIZE;
  return {
    cell,
    inner: names.length - (isBackground ? 1 : 0),
    gap: isBackground ? clamped(Math.round(0.4 * cell), 2, 5) : 0,
    rim: isBackground ? Math.max(cell, LEAST_RIM) : 0,
    gutter: Math.max(LEAST_GUTTER, Math.ceil(Math.min(longest, rowName)) + NAME_PAD),
    nameSize,
    step,
    rowName,
  };
}

function slantedFrame(room: Room, cell: number): Frame {
  const own = spare(room, cell);
  const { inner, gap, rim, nameSize } = own;
  const columnName = Math.min(LONGEST_NAME, room.height * GUTTER_SHARE, room.width * GUTTER_SHARE);
  const line = LINE * nameSize;
  const lengths = room.names.map((width) => Math.min((width * nameSize) / NAME_SIZE, columnName));
  const end = inner * cell + gap + rim;
  const reach = lengths.map((length, i) => {
    const middle = i < inner ? (i + 0.5) * cell : end - rim / 2;
    return middle + length * COS + (line / 2) * SIN - end;
  });
  return {
    ...own,
    columnName,
    isSlanted: true,
    head: Math.ceil(Math.max(...lengths, 0) * SIN + line * COS) + 6,
    overhang: Math.max(0, Math.ceil(Math.max(...reach))),
    lean: 0,
  };
}

/** Narrower cells do not let a name lie beyond its own. */
const LEAST_LYING = 23;
const MOST_OVERHANG = 48;
/** Between two names on one line. */
const WORD_GAP = 4;

/** Undefined: some names are wider than their cells, and not only the last, which may reach to its right. */
function lyingFrame(room: Room, cell: number): Frame | undefined {
  const { names } = room;
  const own = spare(room, cell);
  const widths = names.map((width) => (width * own.nameSize) / NAME_SIZE);
  const [last, before] = [widths.at(-1) ?? 0, widths.at(-2) ?? 0];
  const isOthersFit = widths.slice(0, -1).every((width) => width <= cell - 2);
  if (own.step > 1 || !isOthersFit) return undefined;
  const lying = { ...own, isSlanted: false, head: LYING_HEAD, columnName: LONGEST_NAME, overhang: 0, lean: 0 };
  const excess = last - (cell - 2);
  if (excess <= 0) return lying;
  if (cell < LEAST_LYING) return undefined;
  // It takes the free room of its neighbour, and the rest at its right.
  const free = (cell - before) / 2 + own.gap - WORD_GAP;
  const overhang = Math.ceil(excess - clamped(excess / 2, 0, Math.max(0, free)));
  return overhang > MOST_OVERHANG ? undefined : { ...lying, overhang, lean: overhang - excess / 2 };
}
