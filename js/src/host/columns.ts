/** Header and columns are read in one go: a header never describes columns that are not there yet. */

import { batch } from "@preact/signals-core";
import type { WireBlock } from "../data/columns";
import { imagesOf } from "../data/tables";
import { type Header, SCHEMA_VERSION } from "../data/wire";
import type { State } from "../state/state";
import { cubeReader } from "./cubes";
import { type Model, onChange } from "./model";
import { partsOf } from "./parts";
import { isSame } from "./same";

/**
 * Read them now and whenever a header comes, until `signal` aborts; `ask` is given the blocks that it names and that are
 * not there, `readSent` follows every header. The promise ends with the first header that could be read, which may be at once: undefined.
 */
export function connectColumns(
  model: Model,
  state: State,
  { ask, readSent }: { ask(traits: readonly string[]): void; readSent(): void },
  signal: AbortSignal,
): Promise<void> | undefined {
  let whenRead = () => {};
  let isRead = false;
  const cubeOf = cubeReader(model, () => read());
  const blocks = (names: readonly string[]) => names.map((name) => model.get(name) as WireBlock);
  const awaited = new Set<string>();
  /** Those of the blocks that are not there: they are asked for, and read with the others when they come. */
  const lackingOf = (header: Header): readonly string[] => {
    const lacking = namesIn(header).filter((name) => !model.get(name));
    const added = lacking.filter((name) => !awaited.has(name));
    if (added.length > 0) onChange(model, added, read, signal);
    for (const name of added) awaited.add(name);
    ask(lacking);
    return lacking;
  };
  const take = (header: Header) => {
    const known = state.parts.peek();
    // The rows of a page are no beginning of all rows.
    const before = known[0]?.header.rows === header.rows ? known : [];
    const { places, images } = header.blocks;
    const last = before[0]?.header.blocks;
    if (!isSame([last?.places, last?.images], [places, images])) {
      const [placed, named] = [blocks(places), blocks(images)];
      const longer = placed.length > named.length ? placed : named;
      state.images.value = imagesOf(longer.map((_, i) => ({ ...placed[i], ...named[i] })));
    }
    state.parts.value = partsOf(header, before, blocks, cubeOf);
    readSent();
    isRead = true;
    whenRead();
  };
  function read(): void {
    batch(() => {
      const sent = model.get("header") as Header;
      // What a newer Python sends may mean something else: nothing is read but that it is newer.
      if (sent.version > SCHEMA_VERSION) {
        const before = state.parts.peek();
        state.parts.value = before.map((part) => ({ ...part, header: { ...part.header, version: sent.version } }));
        return;
      }
      const header = completed(sent);
      const lacking = lackingOf(header);
      // What is on screen stays there until the new numbers are here, all of them.
      if (lacking.length > 0 && isRead) return;
      const there = lacking.length > 0 ? without(header, lacking) : header;
      for (const { cubes } of blocksIn(there)) cubeOf(cubes);
      // Without its rows there is nothing to draw before the cube.
      if (there.rows !== "here" && !isRead && cubeOf.isUnpacking()) return;
      take(there);
    });
  }
  read();
  onChange(model, ["header"], read, signal);
  return isRead
    ? undefined
    : new Promise((resolve) => {
        whenRead = resolve;
      });
}

type Names = Readonly<Record<string, readonly string[]>> & Pick<Header["blocks"], "cubes">;

/** What it names for all models, and for each of several. */
function blocksIn({ blocks, models = [] }: Header): readonly Names[] {
  return [blocks, ...models.map((model) => model.blocks)].map((names) => ({ ...names, cubes: names.cubes ?? [] }));
}

function namesIn(header: Header): readonly string[] {
  return [...new Set(blocksIn(header).flatMap((names) => Object.values(names).flat()))];
}

/** The same without tables that lack a block, which are said to be coming. */
function without(header: Header, lacking: readonly string[]): Header {
  const left = <Blocks extends object>(blocks: Blocks) =>
    Object.fromEntries(
      Object.entries(blocks).map(([table, names]) => [
        table,
        (names as string[]).some((name) => lacking.includes(name)) ? [] : names,
      ]),
    ) as Blocks;
  const models = header.models.map((model) => ({ ...model, blocks: left(model.blocks) }));
  return { ...header, rows: "coming", blocks: left(header.blocks), models };
}

/** In a state saved before there were places and cubes, all columns of images are one block. */
function completed(sent: Header): Header {
  return {
    ...sent,
    rows: sent.rows ?? "here",
    blocks: { ...sent.blocks, places: sent.blocks.places ?? [], cubes: sent.blocks.cubes ?? [] },
    models: sent.models ?? [],
  };
}
