/** The tables of every model, read from the blocks that a header names. */

import type { Column, WireBlock } from "../data/columns";
import { Masks } from "../data/masks";
import { NONE, objectsOf, outcomesOf } from "../data/tables";
import type { Header } from "../data/wire";
import type { Part } from "../engine/two";
import type { CubeReader } from "./cubes";
import { isSame } from "./same";

/** `before`: the parts as they were; what no new block adds to stays the same object. */
export function partsOf(
  header: Header,
  before: readonly Part[],
  blocks: (names: readonly string[]) => readonly WireBlock[],
  cubeOf: CubeReader,
): Part[] {
  const parts = headersOf(header).map(([name, own], place): Part => {
    const last = before[place];
    const read = <Table extends "outcomes" | "objects" | "masks">(
      table: Table,
      decoded: (blocks: readonly WireBlock[]) => Part[Table],
    ): Part[Table] => {
      const names = own.blocks[table];
      return last && isSame(last.header.blocks[table], names) ? last[table] : decoded(blocks(names));
    };
    const tables = {
      outcomes: read("outcomes", outcomesOf),
      objects: read("objects", objectsOf),
      masks: read("masks", (blocks) => new Masks(blocks)),
    };
    return { name, header: own, cube: cubeOf(own.blocks.cubes), ...tables };
  });
  return withTwins(parts);
}

/** Of each model its name and its own header. */
function headersOf(header: Header): [string, Header][] {
  const { models = [] } = header;
  if (models.length === 0) return [["", header]];
  return models.map(({ name, blocks, ...own }) => [
    name,
    { ...header, ...own, blocks: { ...header.blocks, ...blocks } },
  ]);
}

/** Twins travel with the last model; which those of the first are follows. */
function withTwins(parts: Part[]): Part[] {
  const [first, last] = parts;
  if (!first || !last || last.objects.twin.length === 0 || first.objects.twin.length > 0) return parts;
  return [{ ...first, objects: { ...first.objects, twin: turned(last.objects.twin, first.objects.size) } }, last];
}

/** From the rows that one side names to those that name them, so many. */
function turned(twin: Column, size: number): Column {
  const found = new Uint32Array(size).fill(NONE);
  for (const [row, other] of twin.entries()) if (other !== NONE) found[other] = row;
  return found;
}
