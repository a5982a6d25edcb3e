/** What takes long comes on screen a frame after what does not. */

import { computed, effect, type ReadonlySignal, signal } from "@preact/signals-core";

/**
 * The same value at once or, while `isLate`, after the next paint; of values that follow one another
 * as quickly as frames only the last. Ends with `lifetime`.
 */
export function late<T>(source: () => T, isLate: () => boolean, lifetime: AbortSignal): ReadonlySignal<T> {
  const painted = signal<T | undefined>(undefined);
  let newest: T;
  const stop = effect(() => {
    if (!isLate()) return;
    const value = source();
    newest = value;
    const show = () => {
      if (newest === value) painted.value = value;
    };
    if (painted.peek()) requestAnimationFrame(() => setTimeout(show));
    else show();
  });
  lifetime.addEventListener("abort", stop);
  return computed(() => (isLate() ? painted.value : undefined) ?? source());
}
