/** The three tables that every number is a sum over, put together from append-only blocks. */

import { type Column, decode, joined, type WireBlock } from "./columns";
import { Strings } from "./strings";

export const SPLITS = ["train", "valid", "test"] as const;
export const ALL = "all";
export const NOISE = -1;
/** In an outcome's `truth` or `prediction`: no such object. */
export const NONE = 0xffffffff;

export interface Images {
  readonly size: number;
  readonly id: Strings;
  readonly name: Strings;
  /** Index into SPLITS. */
  readonly split: Column;
  /** 2-D embedding; NaN: none. */
  readonly x: Column;
  readonly y: Column;
  readonly cluster: Column;
}

export interface Outcomes {
  readonly size: number;
  readonly image: Column;
  readonly actual: Column;
  readonly predicted: Column;
  readonly count: Column;
  /** The outcome holds at every threshold first..last, integer percent. */
  readonly first: Column;
  readonly last: Column;
  /** Rows of Objects, or NONE; empty columns when the source has no objects. */
  readonly truth: Column;
  readonly prediction: Column;
  readonly iou: Column;
}

export interface Objects {
  readonly size: number;
  readonly image: Column;
  readonly side: Column;
  readonly label: Column;
  readonly x: Column;
  readonly y: Column;
  readonly w: Column;
  readonly h: Column;
  readonly score: Column;
}

export function imagesOf(blocks: readonly WireBlock[]): Images {
  const columns = columnsOf(blocks, ["split", "x", "y", "cluster"]);
  const name = strings(blocks, "name", "name");
  // Ids that say the same as the names do not travel.
  const id = blocks.some((block) => block["id.data"]) ? strings(blocks, "id", "name") : name;
  return { size: columns.split.length, id, name, ...columns };
}

const OUTCOME_COLUMNS = [
  "image",
  "actual",
  "predicted",
  "count",
  "first",
  "last",
  "truth",
  "prediction",
  "iou",
] as const;

export function outcomesOf(blocks: readonly WireBlock[]): Outcomes {
  const columns = columnsOf(blocks, OUTCOME_COLUMNS);
  return { size: columns.image.length, ...columns };
}

export function objectsOf(blocks: readonly WireBlock[]): Objects {
  const columns = columnsOf(blocks, ["image", "side", "label", "x", "y", "w", "h", "score"]);
  return { size: columns.image.length, ...columns };
}

function columnsOf<Name extends string>(blocks: readonly WireBlock[], names: readonly Name[]): Record<Name, Column> {
  return Object.fromEntries(names.map((name) => [name, columnOf(blocks, name)])) as Record<Name, Column>;
}

function columnOf(blocks: readonly WireBlock[], name: string): Column {
  return joined(blocks.flatMap((block) => block[name] ?? []).map(decode));
}

function strings(blocks: readonly WireBlock[], name: string, instead: string): Strings {
  const part = (block: WireBlock, kind: string) => block[`${name}.${kind}`] ?? block[`${instead}.${kind}`];
  return Strings.joined(
    blocks.flatMap((block) => {
      const [data, offsets] = [part(block, "data"), part(block, "offsets")];
      return data && offsets ? new Strings(decode(data) as Uint8Array, decode(offsets) as Uint32Array) : [];
    }),
  );
}
