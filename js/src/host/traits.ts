/** Traits to signals and back. The kernel wins: what it sends is taken without asking. */

import { batch, effect, untracked } from "@preact/signals-core";
import type { WireBlock } from "../data/columns";
import { imagesOf } from "../data/tables";
import { type Header, type Precisions, type Reported, SCHEMA_VERSION, type Status } from "../data/wire";
import { isSet } from "../engine/facets/facet";
import type { State } from "../state/state";
import { type Model, onChange } from "./model";
import { partsOf } from "./parts";
import { PICTURE_TRAITS, pictureReader } from "./pictures";
import { connectReport } from "./report";
import { isSame } from "./same";
import { sharedTraits } from "./shared";

/** Keep the state and the model's traits alike until `signal` aborts. */
export function connect(model: Model, state: State, signal: AbortSignal): void {
  const readColumns = columnReader(model, state);
  const readStatus = () => {
    state.status.value = model.get("status") as Status;
  };
  const readReported = () => {
    state.reported.value = { url: "", notes: [], tables: [], ...(model.get("reported") as Partial<Reported>) };
  };
  const readPrecisions = () => {
    state.precisions.value = (model.get("precisions") ?? {}) as Readonly<Record<string, Precisions>>;
  };
  const readPictures = pictureReader(model, state);
  batch(() => {
    state.hasKernel.value = model.hasKernel ?? true;
    readColumns();
    readStatus();
    readReported();
    readPrecisions();
    readPictures();
    connectShared(model, state, signal);
  });
  connectReport(model, state, signal);
  onChange(model, ["header"], readColumns, signal);
  onChange(model, ["status"], readStatus, signal);
  onChange(model, ["reported"], readReported, signal);
  onChange(model, ["precisions"], readPrecisions, signal);
  onChange(model, PICTURE_TRAITS, readPictures, signal);
}

/** Header and columns are read in one go: a header never describes columns that are not there yet. */
function columnReader(model: Model, state: State): () => void {
  return () =>
    batch(() => {
      const sent = model.get("header") as Header;
      const before = state.parts.peek();
      // What a newer Python sends may mean something else: nothing is read but that it is newer.
      if (sent.version > SCHEMA_VERSION) {
        state.parts.value = before.map((part) => ({ ...part, header: { ...part.header, version: sent.version } }));
        return;
      }
      const header = completed(sent);
      const blocks = (names: readonly string[]) => names.map((name) => model.get(name) as WireBlock);
      const { places, images } = header.blocks;
      if (!isSame(before[0]?.header.blocks.images, images)) {
        const [placed, named] = [blocks(places), blocks(images)];
        state.images.value = imagesOf(named.map((block, i) => ({ ...placed[i], ...block })));
      }
      state.parts.value = partsOf(header, before, blocks);
    });
}

/** In a state saved before there were places and cubes, all columns of images are one block. */
function completed(sent: Header): Header {
  return {
    ...sent,
    rows: sent.rows ?? "here",
    blocks: { ...sent.blocks, places: sent.blocks.places ?? [], cubes: sent.blocks.cubes ?? [] },
  };
}

/** Keep the traits that both sides write alike until `signal` aborts. */
function connectShared(model: Model, state: State, signal: AbortSignal): void {
  const shared = sharedTraits(model, state);
  // Backbone answers every `set` with its own change event, in the middle of sending several traits:
  // to take the others' old values then would undo what the user just did.
  let isSending = false;
  const receive = () =>
    batch(() => {
      if (isSending) return;
      for (const { trait, read, take } of shared.peek()) {
        const sent = model.get(trait);
        if (sent !== undefined && !isSame(untracked(read), sent)) take(sent);
      }
    });
  const known = new Set<string>();
  const listen = effect(() => {
    const added = shared.value.map(({ trait }) => trait).filter((trait) => !known.has(trait));
    for (const trait of added) known.add(trait);
    untracked(receive);
    onChange(model, added, receive, signal);
  });
  const send = effect(() => {
    const changed = shared.value
      .map(({ trait, read }) => ({ trait, value: read() }))
      .filter(({ trait, value }) => isDifferent(value, model.get(trait)));
    if (changed.length === 0) return;
    isSending = true;
    try {
      for (const { trait, value } of changed) model.set(trait, value);
    } finally {
      // A host runs all handlers of a change in here, others' too: one that throws must not end the listening.
      isSending = false;
    }
    model.save_changes();
  });
  signal.addEventListener("abort", listen);
  signal.addEventListener("abort", send);
}

/** Are they different? A Python that lacks the trait counts it as empty. */
function isDifferent(own: unknown, sent: unknown): boolean {
  return sent === undefined ? isSet(own) : !isSame(own, sent);
}
