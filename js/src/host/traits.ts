/** Traits to signals and back. The kernel wins: what it sends is taken without asking. */

import { batch, effect, type Signal } from "@preact/signals-core";
import { decode, type WireBlock } from "../data/columns";
import { Masks } from "../data/masks";
import { imagesOf, objectsOf, outcomesOf } from "../data/tables";
import type { Header } from "../engine/header";
import type { PictureBlock, State } from "../state/state";
import { type Model, onChange } from "./model";

/** Names of the traits that hold the blocks of each table. */
type Blocks = Readonly<Record<"images" | "outcomes" | "objects" | "masks", readonly string[]>>;
type Decoded<Table> = (blocks: readonly WireBlock[]) => Table;

interface WireHeader extends Header {
  readonly blocks: Blocks;
}

/** Keep the state and the model's traits alike until `signal` aborts. */
export function connect(model: Model, state: State, signal: AbortSignal): void {
  const readColumns = columnReader(model, state);
  const readStatus = () => {
    state.status.value = model.get("status") as State["status"]["value"];
  };
  const readReported = () => {
    state.reported.value = (model.get("reported") ?? {}) as State["reported"]["value"];
  };
  const readPictures = pictureReader(model, state);
  batch(() => {
    state.hasKernel.value = model.hasKernel ?? true;
    readColumns();
    readStatus();
    readReported();
    readPictures();
    connectShared(model, state, signal);
  });
  onChange(model, ["header"], readColumns, signal);
  onChange(model, ["status"], readStatus, signal);
  onChange(model, ["reported"], readReported, signal);
  onChange(model, ["assets", "page_assets", "open_assets"], readPictures, signal);
}

/** Header and columns are read in one go: a header never describes columns that are not there yet. */
function columnReader(model: Model, state: State): () => void {
  return () =>
    batch(() => {
      const header = model.get("header") as WireHeader;
      const before = (state.header.peek() as Partial<WireHeader>).blocks;
      state.header.value = header;
      const read = <Table>(table: keyof Blocks, into: Signal<Table>, decoded: Decoded<Table>) => {
        const names = header.blocks[table];
        if (!isSame(before?.[table], names)) into.value = decoded(names.map((name) => model.get(name) as WireBlock));
      };
      read("images", state.images, imagesOf);
      read("outcomes", state.outcomes, outcomesOf);
      read("objects", state.objects, objectsOf);
      read("masks", state.masks, (blocks) => new Masks(blocks));
    });
}

/** Pages of pictures, and large pictures, that stay when the next ones arrive. */
const KEPT = 50;

/**
 * Pictures sent ahead stay for good, and of the others the latest: the traits hold only the last page and
 * the last large one, and bring the same again whenever the user comes back to them.
 */
function pictureReader(model: Model, state: State): () => void {
  const seen = new WeakSet<WireBlock>();
  const ahead = new WeakSet<PictureBlock>();
  const read = (key: string, into: Signal<readonly PictureBlock[]>) => {
    const block = model.get(key) as WireBlock | undefined;
    if (!block?.["row"] || seen.has(block)) return;
    seen.add(block);
    const pictures = pictureBlock(block);
    const before = into.peek();
    const { masks } = block as { readonly masks?: unknown };
    if (masks) state.masks.value = new Masks([masks as WireBlock], state.masks.peek());
    const isKnown = (row: number) => before.some((held) => held.row.includes(row));
    // Those sent ahead are not sent again: they are held even where a page that will go brought the same.
    if (key === "assets") ahead.add(pictures);
    else if (pictures.row.every(isKnown)) return;
    const passing = before.filter((held) => !ahead.has(held)).slice(0, -KEPT);
    into.value = [...before.filter((held) => !passing.includes(held)), pictures];
  };
  return () =>
    batch(() => {
      read("assets", state.thumbnails);
      read("page_assets", state.thumbnails);
      read("open_assets", state.large);
    });
}

function pictureBlock(block: WireBlock): PictureBlock {
  const column = (name: keyof PictureBlock) => decode(block[name] as WireBlock[string]);
  return {
    row: column("row"),
    offsets: column("offsets"),
    data: column("data"),
    width: column("width"),
    height: column("height"),
  };
}

/** The traits that both sides write. */
function connectShared(model: Model, state: State, signal: AbortSignal): void {
  const shared: Record<string, Signal<unknown>> = {
    split: state.split,
    confidence: state.confidence,
    page: state.page,
    page_size: state.pageSize,
    cells: state.cells,
    clusters: state.clusters,
    picked: state.picked,
    lasso: state.lasso,
    query: state.query,
    open: state.open,
    view: state.view,
  } as Record<string, Signal<unknown>>;
  const keys = Object.keys(shared);
  // Backbone answers every `set` with its own change event, in the middle of sending several traits:
  // to take the others' old values then would undo what the user just did.
  let isSending = false;
  const receive = () =>
    batch(() => {
      if (isSending) return;
      for (const [key, local] of Object.entries(shared)) {
        const sent = model.get(key);
        if (!isSame(local.peek(), sent)) local.value = sent;
      }
    });
  receive();
  onChange(model, keys, receive, signal);
  const stop = effect(() => {
    const changed = Object.entries(shared).filter(([key, local]) => !isSame(local.value, model.get(key)));
    if (changed.length === 0) return;
    isSending = true;
    try {
      for (const [key, local] of changed) model.set(key, local.peek());
    } finally {
      // A host runs all handlers of a change in here, others' too: one that throws must not end the listening.
      isSending = false;
    }
    model.save_changes();
  });
  signal.addEventListener("abort", stop);
}

/** Trait values are small JSON; columns never come here. */
function isSame(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
