/**
 * The edge cube: what begins and ends at which threshold, cell by cell, as Python's evaluation/columns/cube.py has it.
 *
 * It is a table of outcomes over four images, one a split by its code, whose counts may be negative: each holds from its
 * `first` threshold on. So every sum over outcomes counts it as it is.
 */

import { bytesOf, type Column, columnIn, columnsIn, constant, joined, type WireBlock } from "./columns";
import { unframed } from "./frames";
import { gunzip } from "./gunzip";
import type { Outcomes } from "./tables";

const NOTHING: Column = new Uint8Array(0);
const CELLS = ["split", "actual", "predicted", "kind"] as const;
const UNTOLD = 255;

/** Is it compressed? Then `unpacked` makes the block that `cubeOf` reads. */
export function isPacked(block: WireBlock): boolean {
  return block["gzip"] !== undefined;
}

/** A block with its columns as they are, whether or not it was compressed. */
export async function unpacked(block: WireBlock): Promise<WireBlock> {
  const { gzip } = block;
  if (!gzip) return block;
  const bytes = await gunzip(bytesOf(gzip.data).slice());
  return Object.fromEntries(unframed(bytes)) as WireBlock;
}

/** The cube of all blocks: cubes add. None of them is compressed. */
export function cubeOf(blocks: readonly WireBlock[]): Outcomes {
  const parts = blocks.map(changesIn);
  const all = (name: keyof ReturnType<typeof changesIn>) => joined(parts.map((part) => part[name]));
  const [image, kind] = [all("split"), all("kind")];
  const size = image.length;
  return {
    ...{ size, image, actual: all("actual"), predicted: all("predicted") },
    ...{ count: all("change"), first: all("percent"), last: constant(100, size) },
    ...{ truth: NOTHING, prediction: NOTHING, iou: NOTHING, score: NOTHING },
    kind: kind.every((one) => one === UNTOLD) ? NOTHING : kind,
  };
}

function changesIn(block: WireBlock) {
  const cells = columnsIn(block, CELLS);
  const offsets = columnIn(block, "offsets");
  const percent = columnIn(block, "percent");
  const spread = (column: Column): Column => {
    const rows = new (column.constructor as new (size: number) => Column)(percent.length);
    for (const [cell, value] of column.entries()) rows.fill(value, offsets[cell], offsets[cell + 1]);
    return rows;
  };
  const [split, actual, predicted, kind] = CELLS.map((name) => spread(cells[name])) as [Column, Column, Column, Column];
  return { split, actual, predicted, kind, percent, change: columnIn(block, "change") };
}
