/** What the kernel last said about the question that is asked now. */

import { computed, type ReadonlySignal } from "@preact/signals-core";
import type { Status } from "../data/wire";
import type { Shown } from "../state/parts";
import type { Context } from "../state/session";

const SILENCE: Status = { state: "idle", message: "", done: 0, total: 0 };

/**
 * The status; idle where it is the error of an earlier question. A kernel that lives says "loading" of a new one, a dead
 * one says nothing: what once went wrong is not why nothing comes now.
 */
export function answer({ state }: Context): ReadonlySignal<Status> {
  let told: Status | undefined;
  let question: Shown | undefined;
  return computed(() => {
    const status = state.status.value;
    const asked = state.asked.value;
    if (status !== told) [told, question] = [status, asked];
    return status.state === "error" && state.isWaiting.value && asked !== question ? SILENCE : status;
  });
}
