/** Traits to signals and back. The kernel wins: what it sends is taken without asking. */

import { batch, effect, untracked } from "@preact/signals-core";
import { type Precisions, type Reported, STAND_INS, type Status } from "../data/wire";
import { isSet } from "../engine/facets/facet";
import type { State } from "../state/state";
import { connectColumns } from "./columns";
import { type Lacking, lackingOf } from "./lacking";
import { type Model, onChange } from "./model";
import { PICTURE_TRAITS, pictureReader } from "./pictures";
import { connectReport } from "./report";
import { isSame } from "./same";
import { sendLooks, sentReader } from "./sent";
import { sharedTraits } from "./shared";

export interface Connection extends Pick<Lacking, "displayed"> {
  /** Ends when there is something to draw; undefined: there is. */
  readonly isReadable: Promise<void> | undefined;
}

/** Keep the state and the model's traits alike until `signal` aborts. */
export function connect(model: Model, state: State, signal: AbortSignal): Connection {
  const { ask, displayed } = lackingOf(model, state, signal);
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
  const readSent = sentReader(model, state);
  const isReadable = batch(() => {
    state.hasKernel.value = model.hasKernel ?? true;
    const found = connectColumns(model, state, { ask, readSent }, signal);
    readStatus();
    readReported();
    readPrecisions();
    readPictures();
    connectShared(model, state, signal);
    return found;
  });
  connectReport(model, state, signal);
  onChange(model, ["status"], readStatus, signal);
  onChange(model, ["reported"], readReported, signal);
  onChange(model, ["precisions"], readPrecisions, signal);
  onChange(model, PICTURE_TRAITS, readPictures, signal);
  onChange(model, STAND_INS, readSent, signal);
  sendLooks(model, state, signal);
  return { isReadable, displayed };
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
