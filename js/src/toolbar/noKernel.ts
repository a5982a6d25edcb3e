/** Is there a kernel that answers? An exported page has none, and nothing else tells. */

import { type ReadonlySignal, signal } from "@preact/signals-core";
import type { Status } from "../data/wire";
import type { Context } from "../state/session";
import { atEnd, watch } from "../ui/effect";

const WAIT_MS = 4000;

/** Is anything on show out of date? */
export function isAnyStale(stale: Context["derived"]["stale"]["value"]): boolean {
  return Object.values(stale).includes(true);
}

/**
 * True once something was asked for that only a kernel answers, and the status said neither
 * "loading" nor "error" for a while; at once where it is known that there is no kernel.
 */
export function noKernel(ctx: Context, status: ReadonlySignal<Status>): ReadonlySignal<boolean> {
  const isWithoutKernel = signal(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  watch(ctx.signal, () => {
    const { hasKernel, header } = ctx.state;
    // Rows that are on their way take as long as they take.
    const isTold = !hasKernel.value || header.value.rows === "behind";
    const isWaiting = ctx.state.isWaiting.value || (isTold && isAnyStale(ctx.derived.stale.value));
    const isSilent = status.value.state === "idle";
    const wait = hasKernel.value ? WAIT_MS : 0;
    clearTimeout(timer);
    isWithoutKernel.value = false;
    // Another question begins another wait.
    ctx.state.asked.value;
    if (!isWaiting || !isSilent) return;
    timer = setTimeout(() => {
      isWithoutKernel.value = true;
    }, wait);
  });
  atEnd(ctx.signal, () => clearTimeout(timer));
  return isWithoutKernel;
}
