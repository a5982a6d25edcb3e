/** What the kernel last said about the question that is asked now. */

import { computed, type ReadonlySignal } from "@preact/signals-core";
import type { Status } from "../data/wire";
import type { Context } from "../state/session";

const SILENCE: Status = { state: "idle", message: "", done: 0, total: 0 };

/**
 * The status; idle where it is the error of an earlier question. A kernel that lives says "loading" of a new one, a dead
 * one says nothing: what once went wrong is not why nothing comes now.
 */
export function answer({ state, derived }: Context): ReadonlySignal<Status> {
  let told: Status | undefined;
  let question = "";
  return computed(() => {
    const status = state.status.value;
    const { split, confidence } = derived.shown.value;
    const isWaiting = state.split.value !== split || state.confidence.value !== confidence;
    const asked = `${state.confidence.value} ${state.split.value}`;
    if (status !== told) [told, question] = [status, asked];
    return status.state === "error" && isWaiting && asked !== question ? SILENCE : status;
  });
}
