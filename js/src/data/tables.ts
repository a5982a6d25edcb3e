/**
 * The three tables that every number is a sum over, put together from append-only blocks.
 *
 * A block may lack a column: then every row of it holds what the schema below says, as in Python's
 * evaluation/columns/tables.py. A column that no schema names is ignored. So a column is added here in one
 * line, and in one line there.
 */

import { type Attribute, attributesOf } from "./attributes";
import { type Column, columnIn, constant, joined, sizeOf, type WireBlock } from "./columns";
import { Strings } from "./strings";

export const SPLITS = ["train", "valid", "test"] as const;
/** In an image's `split`: it is in none of them, and counts under "all" alone. */
export const UNSPLIT = SPLITS.length;
export const ALL = "all";
export const NOISE = -1;
/** In an outcome's `truth` or `prediction`: no such object. */
export const NONE = 0xffffffff;

/** What a row holds where its block lacks the column; null: a block without it cannot be read. */
type Schema = Readonly<Record<string, number | null>>;
type Columns<Of extends Schema> = { readonly [name in keyof Of]: Column };

const IMAGES = {
  /** Index into SPLITS, or UNSPLIT. */
  split: null,
  /** 2-D embedding; NaN: none. */
  x: Number.NaN,
  y: Number.NaN,
  cluster: NOISE,
} as const;

/** Of images in which two models are compared; empty where it is so in all. */
const OF_COMPARED = {
  /** Have both models the same truths in it? */
  alike: 1,
} as const;

const OUTCOMES = {
  image: null,
  actual: null,
  predicted: null,
  count: null,
  /** The outcome holds at every threshold first..last, integer percent. */
  first: null,
  last: null,
} as const;

/** Of an outcome that names objects: rows of Objects, or NONE; empty where the source has no objects. */
const REFERENCES = {
  truth: NONE,
  prediction: NONE,
  iou: Number.NaN,
  /** What kind of error it is, by its number; 255: nobody said. */
  kind: 255,
  /** Confidence of a prediction that is no object, as in classification; NaN: its object has it, or nothing. */
  score: Number.NaN,
} as const;

const OBJECTS = {
  image: null,
  side: null,
  label: null,
  x: null,
  y: null,
  w: null,
  h: null,
  score: Number.NaN,
} as const;

/** Columns of objects that are empty where no object has any. */
const OF_SOME = {
  /** Square pixels, if one is not that of its box: see `areaOf`. */
  area: Number.NaN,
  /** Of a prediction, its best overlap with a truth of its class in hundredths, 0: none. */
  near: 0,
  /** Of a prediction, the row of the same prediction among the objects of the other model, or NONE. */
  twin: NONE,
} as const;

/** Of a few objects, those whose label may be at fault; empty where there is none. */
const OF_SUSPECTS = {
  /** What it is suspected of, by its number; 0: nothing. */
  suspect: 0,
  /** How much speaks for it, 0..1. */
  weight: Number.NaN,
  /** The label in question, a row of Objects; NONE: nothing is labelled. */
  against: NONE,
  /** The IoU of the two. */
  overlap: Number.NaN,
} as const;

/** What a row holds in a column that its table lacks. */
export const MISSING: Readonly<Record<string, number | null>> = {
  ...OUTCOMES,
  ...REFERENCES,
  ...OBJECTS,
  ...OF_SOME,
  ...OF_SUSPECTS,
};

interface Sized {
  readonly size: number;
}

export interface Images extends Sized, Columns<typeof IMAGES>, Columns<typeof OF_COMPARED> {
  readonly id: Strings;
  readonly name: Strings;
  /** Named columns beside these: numbers and categories. */
  readonly attributes: readonly Attribute[];
}

export interface Outcomes extends Sized, Columns<typeof OUTCOMES>, Columns<typeof REFERENCES> {}

export interface Objects extends Sized, Columns<typeof OBJECTS>, Columns<typeof OF_SOME>, Columns<typeof OF_SUSPECTS> {}

/** `blocks`: of images, each with the columns of its block of places. Those without names are places alone. */
export function imagesOf(blocks: readonly WireBlock[]): Images {
  const columns = columnsOf(blocks, IMAGES, "split");
  const name = blocks.some((block) => block["name.data"]) ? strings(blocks, "name", "name") : Strings.of([]);
  // Ids that say the same as the names do not travel.
  const id = blocks.some((block) => block["id.data"]) ? strings(blocks, "id", "name") : name;
  const sizes = blocks.map((block) => sizeOf(block["split"]));
  const others = { ...columnsIfAny(blocks, OF_COMPARED, "split"), attributes: attributesOf(blocks, sizes) };
  return { size: columns.split.length, id, name, ...columns, ...others };
}

export function outcomesOf(blocks: readonly WireBlock[]): Outcomes {
  const columns = columnsOf(blocks, OUTCOMES, "image");
  return { size: columns.image.length, ...columns, ...columnsIfAny(blocks, REFERENCES, "image") };
}

export function objectsOf(blocks: readonly WireBlock[]): Objects {
  const columns = columnsOf(blocks, OBJECTS, "image");
  const size = columns.image.length;
  return { size, ...columns, ...columnsIfAny(blocks, OF_SOME, "image"), ...columnsOfSuspects(blocks, size) };
}

/** The rows of the objects that an outcome names: its prediction first, then its truth. */
export function objectsAt({ truth, prediction }: Pick<Outcomes, "truth" | "prediction">, row: number): number[] {
  return [prediction[row] ?? NONE, truth[row] ?? NONE].filter((object) => object !== NONE);
}

/**
 * Square pixels of an object: of its mask, or what the source says; else of its box, which is exactly the product
 * of `w` and `h` (float32) in float64, as Python's `Objects.pixel_area` has it.
 */
export function areaOf(objects: Objects, row: number): number {
  return objects.area[row] ?? (objects.w[row] ?? Number.NaN) * (objects.h[row] ?? Number.NaN);
}

function columnsOf<Of extends Schema>(blocks: readonly WireBlock[], schema: Of, sizedBy: string): Columns<Of> {
  const entries = Object.entries(schema);
  return Object.fromEntries(entries.map(([name, missing]) => [name, columnOf(blocks, name, missing, sizedBy)])) as {
    [name in keyof Of]: Column;
  };
}

/** The same, but a column that no block has is empty: of many rows, defaults would be memory for nothing. */
function columnsIfAny<Of extends Schema>(blocks: readonly WireBlock[], schema: Of, sizedBy: string): Columns<Of> {
  const isThere = (name: string) => blocks.some((block) => block[name]);
  const columns = Object.entries(schema).map(([name, missing]) => [
    name,
    isThere(name) ? columnOf(blocks, name, missing, sizedBy) : new Uint8Array(0),
  ]);
  return Object.fromEntries(columns) as { [name in keyof Of]: Column };
}

/** Columns that travel for some rows alone, as `suspect.weight` for the rows in `suspect.row`: spread over all. */
function columnsOfSuspects(blocks: readonly WireBlock[], size: number): Columns<typeof OF_SUSPECTS> {
  const told = blocks.filter((block) => block["suspect.row"]);
  const columns = Object.entries(OF_SUSPECTS).map(([name, missing]) => {
    const parts = told.map((block) => [columnIn(block, "suspect.row"), columnIn(block, `suspect.${name}`)] as const);
    const values = constant(missing, parts.length > 0 ? size : 0);
    for (const [rows, own] of parts) for (const [i, row] of rows.entries()) values[row] = own[i] as number;
    return [name, values];
  });
  return Object.fromEntries(columns) as Columns<typeof OF_SUSPECTS>;
}

function columnOf(blocks: readonly WireBlock[], name: string, missing: number | null, sizedBy: string): Column {
  return joined(
    blocks.map((block) => {
      if (block[name] || missing === null) return columnIn(block, name);
      return constant(missing, sizeOf(block[sizedBy]));
    }),
  );
}

function strings(blocks: readonly WireBlock[], name: string, instead: string): Strings {
  return Strings.joined(
    blocks.map((block) => {
      const own = block[`${name}.data`] ? name : instead;
      return new Strings(
        columnIn(block, `${own}.data`) as Uint8Array,
        columnIn(block, `${own}.offsets`) as Uint32Array,
      );
    }),
  );
}
