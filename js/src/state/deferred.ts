/** What takes long comes on screen a frame after what is quick. */

import { computed, effect, type ReadonlySignal, signal } from "@preact/signals-core";

/**
 * The same value at once or, where it `isSlow` to go from the last one to it, after the next paint; of slow ones
 * that follow one another as quickly as frames only the last. Ends with `lifetime`.
 */
export function deferred<T>(
  source: ReadonlySignal<T>,
  isSlow: (value: T, last: T) => boolean,
  lifetime: AbortSignal,
): ReadonlySignal<T> {
  const shown = signal(source.peek());
  const stop = effect(() => {
    const value = source.value;
    const show = () => {
      if (source.peek() === value) shown.value = value;
    };
    if (isSlow(value, shown.peek())) requestAnimationFrame(() => setTimeout(show));
    else show();
  });
  lifetime.addEventListener("abort", stop);
  // Where nothing is slow there is nothing to wait for, not even for the end of a batch.
  return computed(() => (isSlow(source.value, shown.value) ? shown.value : source.value));
}
