import { vi } from "vitest";

/** Waits until `check` passes: far longer than it takes on a busy machine, as only a failure takes all of it. */
export function eventually<Found>(check: () => Found): Promise<Found> {
  return vi.waitFor(check, { timeout: 60_000 });
}
